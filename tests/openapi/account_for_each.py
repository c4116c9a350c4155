"""An account of its own for each request, so that one that ends or leaves something spares the next."""

import itertools
import os

import requests
import schemathesis

NUMBERS = itertools.count()


@schemathesis.auth(refresh_interval=None)
class AccountForEach:
    """Registers somebody by the invite."""

    def get(self, _case, _context):
        body = {
            "username": f"leaver{next(NUMBERS)}",
            "password": os.environ["PASSWORD"],
            "invite": os.environ["INVITE"],
        }
        answer = requests.post(f"{os.environ['SERVER']}/api/x/auth/register", json=body, timeout=20)
        answer.raise_for_status()
        return answer

    def set(self, case, granted, _context):
        case.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        case.cookies.update(granted.cookies.get_dict())
