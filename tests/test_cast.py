import datetime as dt

from incidents.models import Incident
from people.models import User
from people.queries import line_of
from tests.cast import Cast
from tests.factories import (
    AgreedSupportFactory,
    AgreementFactory,
    AnswerFactory,
    CareNoteFactory,
    CustomerFactory,
    IncidentFactory,
    NarrativeFactory,
    ProductFactory,
    TrainingNeedFactory,
)


def test_cast_line_of_ana_is_max_dex_nora_pim(cast: Cast) -> None:
    line = line_of(cast.north, day=dt.date(2026, 11, 18), without=cast.ana)
    assert [line.managers, line.deputies, line.next_level, line.advisers] == [
        [cast.max],
        [cast.dex],
        [cast.nora],
        [cast.pim],
    ]


def test_incident_visibility_follows_the_present_team(cast: Cast) -> None:
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    everybody = (cast.ana, cast.max, cast.dex, cast.nora, cast.zoe, cast.otto, cast.hana, cast.bo)
    seeing = {u.given_name for u in everybody if Incident.objects.visible_to(u).exists()}
    assert seeing == {"Ana", "Max", "Dex"}
    assert Incident.objects.visible_to(cast.pim).get() == incident


def test_factories_make_valid_rows(cast: Cast) -> None:
    for factory in (
        AgreedSupportFactory,
        AgreementFactory,
        AnswerFactory,
        CareNoteFactory,
        CustomerFactory,
        NarrativeFactory,
        ProductFactory,
        TrainingNeedFactory,
    ):
        factory.create().validate_constraints()


def test_people_visible_to_manager_are_the_present_team(cast: Cast) -> None:
    assert set(User.objects.visible_to(cast.max)) == {cast.ana, cast.max, cast.dex}
    assert set(User.objects.visible_to(cast.zoe)) == {cast.zoe}
