"""A tenant's life by the Python SDK, which holds every answer against its own types."""

import json
import os
import time

from auth0.authentication import GetToken
from auth0.management import (
    BadRequestError,
    ConflictError,
    ManagementClient,
    NotFoundError,
    UnauthorizedError,
)

DOMAIN = os.environ["GATEHOUSE_SDK_DOMAIN"]
CLIENT = os.environ["GATEHOUSE_SDK_CLIENT"]
SECRET = os.environ["GATEHOUSE_SDK_SECRET"]
ORDERS = "https://api.northwind.example/orders"

management = ManagementClient(domain=DOMAIN, client_id=CLIENT, client_secret=SECRET)


def refused(kind, call, code=None):
    """Fails unless a call is refused with an error of a kind and, where there is one, the word for programs."""
    try:
        call()
    except kind as error:
        if code is not None:
            found = error.body.get("errorCode") if isinstance(error.body, dict) else error.body.error_code
            assert found == code, error.body
        return
    raise AssertionError(f"no {kind.__name__}")


def new_user(email):
    return management.users.create(connection="Customers", email=email, password="Correct-Horse-9")


def tokens():
    # Sends JSON with nulls, unlike the client above.
    answer = GetToken(DOMAIN, CLIENT, SECRET).client_credentials(f"https://{DOMAIN}/api/v2/")
    assert answer["token_type"] == "Bearer" and answer["expires_in"] == 86400, answer
    assert len(list(ManagementClient(domain=DOMAIN, token=answer["access_token"]).roles.list())) > 0


def users():
    user = new_user("py@farm.example")
    changed = management.users.update(user.user_id, user_metadata={"lang": "sv"}, blocked=True)
    assert changed.user_metadata == {"lang": "sv"} and changed.blocked, changed
    assert management.users.get(user.user_id).email == "py@farm.example"
    assert len(management.users.list_users_by_email(email="py@farm.example")) == 1
    # It sends the same again on a conflict; the answer stays the same.
    refused(ConflictError, lambda: new_user("py@farm.example"), "auth0_idp_error")
    refused(NotFoundError, lambda: management.users.get("auth0|nobody"), "inexistent_user")
    refused(BadRequestError, lambda: management.users.list(sort="nonsense"), "invalid_query_string")
    refused(UnauthorizedError, lambda: ManagementClient(domain=DOMAIN, token="none").users.list())
    management.users.delete(user.user_id)
    refused(NotFoundError, lambda: management.users.get(user.user_id))


def pages():
    everybody = [one.user_id for one in management.users.list(per_page=20)]
    assert len(everybody) > 50 and len(set(everybody)) == len(everybody)
    role = management.roles.create(name="Pythonistas", description="They walk every page")
    management.roles.users.assign(role.id, users=everybody[:13])
    held = [one.user_id for one in management.roles.users.list(role.id, take=5)]
    assert sorted(held) == sorted(everybody[:13])
    management.roles.delete(role.id)


def access():
    user = next(iter(management.users.list(per_page=1)))
    role = management.roles.create(name="Snake charmer")
    permission = {"resource_server_identifier": ORDERS, "permission_name": "read:orders"}
    management.roles.permissions.add(role.id, permissions=[permission])
    management.users.roles.assign(user.user_id, roles=[role.id])
    held = list(management.users.permissions.list(user.user_id))
    assert any(source["source_id"] == role.id for one in held for source in one.sources), held
    management.users.roles.delete(user.user_id, roles=[role.id])
    management.roles.delete(role.id)
    refused(NotFoundError, lambda: management.roles.get(role.id), "inexistent_role")


def links():
    first, second = new_user("one@py.example"), new_user("two@py.example")
    bare = second.user_id.split("|")[1]
    assert len(management.users.identities.link(first.user_id, provider="auth0", user_id=bare)) == 2
    assert len(management.users.identities.delete(first.user_id, "auth0", bare)) == 1
    for user in (first, second):
        management.users.delete(user.user_id)


def programs():
    client = management.clients.create(name="Snake pit", app_type="non_interactive")
    api = management.resource_servers.create(identifier="https://pit.example", scopes=[{"value": "read:pit"}])
    grant = management.client_grants.create(client_id=client.client_id, audience=api.identifier, scope=["read:pit"])
    assert [one.id for one in management.client_grants.list(client_id=client.client_id)] == [grant.id]
    assert client.client_id in [one.client_id for one in management.clients.list(per_page=5)]
    management.client_grants.delete(grant.id)
    management.clients.delete(client.client_id)
    management.resource_servers.delete(api.id)
    assert len(management.logs.list(per_page=5).items) == 5
    assert len(management.keys.signing.list()) >= 2


def connections_and_jobs():
    everything = list(management.connections.list(take=2))
    customers = next(one for one in everything if one.name == "Customers")
    made = management.connections.create(name="Pit", strategy="auth0")
    assert management.connections.get(made.id).name == "Pit"
    management.connections.delete(made.id)
    people = json.dumps([{"email": "in@py.example"}, {"email": "nobody"}])
    started = management.jobs.users_imports.create(users=("users.json", people), connection_id=customers.id)
    job = ended(started.id)
    assert job.status == "completed", job
    assert len(management.jobs.errors.get(started.id)) == 1
    found = management.users.list_users_by_email(email="in@py.example")
    ticket = management.tickets.change_password(user_id=found[0].user_id).ticket
    assert ticket.startswith("https://"), ticket
    management.users.delete(found[0].user_id)


def ended(id):
    for _ in range(600):
        job = management.jobs.get(id)
        if job.status in ("completed", "failed"):
            return job
        time.sleep(0.2)
    raise AssertionError("the job did not end")


def house():
    assert management.stats.get_active_users_count() > 0
    assert all(day.logins >= 0 for day in management.stats.get_daily())
    before = management.tenants.settings.get().friendly_name
    assert management.tenants.settings.update(friendly_name="The pit").friendly_name == "The pit"
    management.tenants.settings.update(friendly_name=before)
    assert len([one.id for one in management.user_grants.list(per_page=10)]) > 0


for chapter in (tokens, users, pages, access, links, programs, connections_and_jobs, house):
    print(chapter.__name__)
    chapter()
