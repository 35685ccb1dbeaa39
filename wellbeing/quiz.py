"""Where is the line? Eight short scenes about the ladder and the house rules, to practise with.

Nothing is scored: an answer is answered at once, and forgotten.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Option:
    """One thing to do, and what is said about it to who chose it."""

    text: "str | Promise"
    reply: "str | Promise"
    is_line: bool = False


@dataclass(frozen=True)
class Question:
    """A scene, what could be done, and why the line lies where it lies."""

    scene: "str | Promise"
    asks: "str | Promise"
    options: tuple[Option, ...]
    why: "str | Promise"

    @property
    def line(self) -> Option:
        return next(option for option in self.options if option.is_line)


QUESTIONS: tuple[Question, ...] = (
    Question(
        _("On the phone: “What a damn mess. I have been on hold for an hour!”"),
        _("What fits now?"),
        (
            Option(
                _("Listen, and say sorry for the wait."),
                _("Yes. The anger is about the wait, not about you."),
                is_line=True,
            ),
            Option(
                _("Warn that you will end the call."),
                _("That comes too early: nobody has been rude to you yet."),
            ),
            Option(
                _("Say that swearing is not allowed here."),
                _("You may, but it often makes somebody louder who was only let down."),
            ),
        ),
        _("Swearing at a situation is not swearing at you. Being heard is what calms most people."),
    ),
    Question(
        _("The same call, a minute later: “And you are just too stupid to help me.”"),
        _("Where is the line?"),
        (
            Option(
                _("It is part of the job; let it pass."),
                _("It is not part of your job. What passes without a word often comes back."),
            ),
            Option(
                _("Name it: “I want to help you. Please do not call me that.”"),
                _("Yes. Calm, short, and with the offer to go on."),
                is_line=True,
            ),
            Option(
                _("Hang up."),
                _("Not yet: first the customer may know where the line is."),
            ),
        ),
        _(
            "Now it is about you. Naming the behaviour comes before a warning, and a warning before"
            " the end."
        ),
    ),
    Question(
        _("You named it, and it goes on: another insult."),
        _("Which step is next?"),
        (
            Option(
                _("Name it again, and again, as often as it takes."),
                _("Once is enough. Saying it ten times moves the line ten times."),
            ),
            Option(
                _("Warn: “If this goes on, I will end our talk.”"),
                _("Yes. Say what you will do, and only what you will really do."),
                is_line=True,
            ),
            Option(
                _("Answer in the same tone."),
                _("We all feel like it sometimes. It gives away the one thing you have: calm."),
            ),
        ),
        _("A warning gives a choice: go on together, or stop for now. It is the customer’s turn."),
    ),
    Question(
        _("You warned. Ten seconds of silence, and then the next insult."),
        _("May you end the contact?"),
        (
            Option(
                _("Only if a manager agrees."),
                _("Nobody has to give you leave for this. You may always ask for backup."),
            ),
            Option(
                _("No, the customer is still waiting for an answer."),
                _("An answer can come later, in writing. Insults do not have to be heard out."),
            ),
            Option(
                _("Yes. Say that you stop now, and how they can reach us again."),
                _("Yes. You said it, so you do it; and the door stays open."),
                is_line=True,
            ),
        ),
        _(
            "After a warning you may end it, and your manager stands behind you. Report it: then"
            " somebody else can answer the question that is left."
        ),
    ),
    Question(
        _("At the desk: a customer comes round the counter and stands between you and the door."),
        _("What comes first?"),
        (
            Option(
                _("Explain once more why it cannot be done."),
                _("Explaining is for later. Now it is about room."),
            ),
            Option(
                _("Make distance, and press Help now."),
                _("Yes. Your safety comes before every other step."),
                is_line=True,
            ),
            Option(
                _("Warn that you will end the talk."),
                _("With somebody in your way there is nothing to end yet. Get room and company."),
            ),
        ),
        _(
            "Blocking somebody’s way is a threat, also without a word. The ladder is for rude"
            " contacts; here you may skip its steps."
        ),
    ),
    Question(
        _("We lost the order, for the second time. The customer is right, and shouts at you."),
        _("What do you say?"),
        (
            Option(
                _("“Sorry, you are right. I will sort it out, and please do not shout at me.”"),
                _("Yes. Two things are true at once, and you say both."),
                is_line=True,
            ),
            Option(
                _("Only sorry: it is our own fault."),
                _("The fault is ours. The shouting is not, and you may say so."),
            ),
            Option(
                _("First they calm down, then you look at the order."),
                _("A right complaint need not be earned. Helping is often what calms."),
            ),
        ),
        _(
            "The complaint and the manner are two things. A right complaint excuses nothing, and a"
            " bad manner does not make it wrong."
        ),
    ),
    Question(
        _("Quietly, at the end of a call: “I know what time you leave tonight.”"),
        _("Where is the line?"),
        (
            Option(
                _("Ask what they mean by it."),
                _("You need not find out. How it reaches you is enough to act on."),
            ),
            Option(
                _("Warn first, as with rude words."),
                _("A threat needs no warning. This step you may skip."),
            ),
            Option(
                _("Stop the contact, and tell somebody right away."),
                _("Yes. Do not go home alone with it, in either sense."),
                is_line=True,
            ),
        ),
        _(
            "A threat does not have to be loud. End it, ask for help, and report it: whether the"
            " police should know is then asked with you."
        ),
    ),
    Question(
        _("“I will write a review about this, and you will hear from my lawyer.”"),
        _("What is this?"),
        (
            Option(
                _("A threat: warn and end the contact."),
                _("It can feel like one. But writing a review is anybody’s right."),
            ),
            Option(
                _("Their right. Stay calm, note it, and let your manager know."),
                _("Yes. You do not have to win this, and you do not have to answer it."),
                is_line=True,
            ),
            Option(
                _("A reason to give them what they want after all."),
                _("Then the loudest threat gets most. The rules are the same for everybody."),
            ),
        ),
        _(
            "A review, a complaint or a lawsuit stays within the rules. It goes to your manager; it"
            " is not held against the customer."
        ),
    ),
)
