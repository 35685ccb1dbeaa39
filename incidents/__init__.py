"""Facts: what happened, with which customer and product, and the answer to the reporter.

URLs: /report/new/, /report/<id>/answer/, /report/<id>/reply/, /customer/<id>/, API /api/v1/.
Permissions: staff see their own reports; managers those of the teams they manage now; advisers
all of them; HR and admins none.
Models: Customer, CustomerIdentity, Agreement, Product, Incident, Narrative, Draft, Answer,
CodeWord.
"""
