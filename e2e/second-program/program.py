#!/usr/bin/env python3
"""A case from a portal's notice to a core system's file, and back: by a program alone.

Written from docs/api-design.md, docs/linkage.md and the description that the server gives of itself, and from nothing
else; with the standard library only. It plays three: the counter that takes the notice in and serves the visit, the robot
that works the section's queue, and the core system that takes the file in. What it did is written as JSON lines on the
standard output.

    program.py --server http://localhost:8080 --notices visits.csv --mapping one_stop_visit --receipt-number V-1 \\
        --kind national_health_insurance --kind national_pension

The section's client comes from the environment: CLIENT_ID and CLIENT_SECRET; the counter's too: COUNTER_CLIENT_ID and
COUNTER_CLIENT_SECRET. The counter's half can be left out: with --case ID the program waits until that case has reached
the section's queue, whoever brought it there.
"""

import argparse
import base64
import csv
import datetime
import hashlib
import io
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

# docs/api-design.md, "Errors": the same may be sent again.
AGAIN = (429, 500, 503)


class Refused(Exception):
    """The server did not do what was asked; `code` is the stable one of the problem (RFC 9457)."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')} {problem.get('errors', '')}")
        self.status, self.code = status, problem.get("code")


class Server:
    """The API of one municipality."""

    def __init__(self, origin, client_id, client_secret):
        self.origin, self.token = origin.rstrip("/"), None
        self.client = f"{client_id}:{client_secret}"
        # What the server says it can do; operations are called by their names in it.
        self.operations = {}
        description = json.loads(self.ask("GET", "/api/v1/openapi.json")[0])
        for path, methods in description["paths"].items():
            for method, operation in methods.items():
                self.operations[operation["operationId"]] = (method.upper(), path)

    def sign_in(self):
        basic = base64.b64encode(self.client.encode()).decode()
        body = urllib.parse.urlencode({"grant_type": "client_credentials"}).encode()
        headers = {"authorization": f"Basic {basic}", "content-type": "application/x-www-form-urlencoded"}
        answer, _ = self.ask("POST", "/api/oauth/token", body, headers)
        self.token = json.loads(answer)["access_token"]

    def ask(self, method, path, body=None, headers=None):
        """One request; what may be sent again is, with the same key."""
        headers = dict(headers or {})
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        for attempt in range(5):
            request = urllib.request.Request(self.origin + path, body, headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return answer.read(), answer.headers
            except urllib.error.HTTPError as error:
                if error.code not in AGAIN or attempt == 4:
                    raise Refused(error.code, json.loads(error.read() or b"{}")) from None
                time.sleep(float(error.headers.get("retry-after", 2**attempt)))
        raise AssertionError("not reached")

    def call(self, operation, path=None, query=None, body=None, key=None, version=None):
        """An operation by its name: the answer's JSON."""
        method, address = self.operations[operation]
        address = address.format(**{name: urllib.parse.quote(value) for name, value in (path or {}).items()})
        if query:
            address += "?" + urllib.parse.urlencode(query)
        headers = {}
        if method == "POST":
            headers = {"content-type": "application/json", "idempotency-key": key or str(uuid.uuid4())}
            body = json.dumps({} if body is None else body).encode()
        if version is not None:
            headers["if-match"] = f'"{version}"'
        return json.loads(self.ask(method, address, body, headers)[0])

    def send_file(self, operation, content, query, key):
        """A file as it is; the answer's JSON."""
        method, address = self.operations[operation]
        headers = {"content-type": "application/octet-stream", "idempotency-key": key}
        return json.loads(self.ask(method, f"{address}?{urllib.parse.urlencode(query)}", content, headers)[0])

    def all(self, operation, path=None, query=None):
        """Every item of a list, page by page."""
        cursor = None
        while True:
            page = self.call(operation, path, {**(query or {}), **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return


def tell(step, **what):
    print(json.dumps({"step": step, **what}, ensure_ascii=False), flush=True)


def wait_for(what, seconds=60):
    """Asks until there is an answer: hand-offs are delivered in the background."""
    until = time.monotonic() + seconds
    while True:
        found = what()
        if found or time.monotonic() > until:
            return found
        time.sleep(0.5)


def put_in(counter, path, mapping):
    """Hands the portal's file in, and once more as if the first answer had been lost: nothing is there twice."""
    with open(path, "rb") as file:
        content = file.read()
    key = str(uuid.uuid4())
    first = counter.send_file("receiveNotices", content, {"mapping": mapping}, key)
    if first["sha256"] != hashlib.sha256(content).hexdigest():
        sys.exit("the server took another file")
    if counter.send_file("receiveNotices", content, {"mapping": mapping}, key) != first:
        sys.exit("the same key was answered otherwise")
    again = counter.send_file("receiveNotices", content, {"mapping": mapping}, str(uuid.uuid4()))
    tell("received", new=first["new"], same_again=again["same"], problems=len(first["problems"]))


def begin(counter, number):
    """The person has come with a receipt number: their notice becomes a case."""
    found = list(counter.all("listNotices", query={"receipt_number": number, "state": "received"}))
    if len(found) != 1:
        sys.exit(f"{len(found)} notices have this number")
    notice = counter.call("getNotice", {"notice_id": found[0]["id"]})
    tell("found", notice=found[0]["id"], people=len(notice["people"]), may_be=len(notice["residents"]))
    # Those who move in are not in the register; who is like them there was looked at, and is somebody else.
    visit = {
        "visitor": {"identity": "individual_number_card"},
        "other_people": [resident["id"] for resident in notice["residents"]],
    }
    case = counter.call("beginCaseFromNotice", {"notice_id": found[0]["id"]}, body=visit)
    notice = counter.call("getNotice", {"notice_id": found[0]["id"]})["notice"]
    tell("begun", case=case["id"], events=case["events"], notice=notice["state"], same=notice["case_id"] == case["id"])
    return case["id"]


def interview(counter, case, said):
    """What people said, by the fact; no, or not known, to whatever else still matters. New questions follow from answers."""
    asked = 0
    guidance = counter.call("getCaseJudgements", {"case_id": case})
    while guidance["questions"]:
        answers = {}
        for one in guidance["questions"]:
            fact = one["key"].rsplit("/", 1)[1]
            answers[one["key"]] = said.get(fact, False if one["type"] == "bool" else "not_known")
        asked += len(answers)
        guidance = counter.call("answerCase", {"case_id": case}, body={"answers": answers})
    tell("answered", questions=asked, judgements=len(guidance["judgements"]))


def hand_off(counter, case):
    """Makes the applications, records that each was signed, and hands the case to the sections."""
    applications = counter.call("prepareApplications", {"case_id": case})["items"]
    for application in applications:
        place = {"case_id": case, "application_id": application["id"]}
        counter.call("signApplication", place, body={"version": application["version"]})
    tell("signed", applications=len(applications))
    version = counter.call("getCase", {"case_id": case})["version"]
    done = counter.call("handOffCase", {"case_id": case}, body={"confirmed": True}, version=version)
    tell("handed_off", case=case, state=done["state"])


def take_work(server, case):
    """Takes the case's work in hand, or the longest waiting; somebody who was faster is no error."""

    def free():
        items = server.all("listQueueItems", query={"state": "received"})
        return [item for item in items if case in (None, item["case_id"])]

    for item in wait_for(free) or []:
        try:
            taken = server.call("takeQueueItem", {"queue_item_id": item["id"]}, version=item["version"])
        except Refused as refused:
            if refused.status in (409, 412):
                continue
            raise
        return taken
    sys.exit("there is no work to take")


def make_file(server, kind):
    """The file of everything that waits, and once more under the same key: it is the same file."""
    key = str(uuid.uuid4())

    def made():
        return server.call("makeCoreFile", body={"kind": kind}, key=key)

    first, again = made(), made()
    if first != again:
        sys.exit("the same key made another file")
    return first["file"]


def fetch(server, file):
    """The file's rows by the names of their columns, after its digest was checked."""
    method, path = server.operations["getCoreFileContent"]
    content, headers = server.ask(method, path.format(core_file_id=file["id"]))
    digest = hashlib.sha256(content).hexdigest()
    if digest != file["sha256"] or headers["etag"] != f'"{digest}"':
        sys.exit("the file is not the one that was made")
    charset = headers.get_content_charset() or "utf-8"
    text = content.decode("utf-8-sig" if charset == "utf-8" else charset)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def answer(server, file, answers):
    now = datetime.datetime.now(datetime.timezone.utc)
    told = server.call(
        "acknowledgeCoreFile",
        {"core_file_id": file["id"]},
        body={
            "answers": [
                {
                    "row_id": row,
                    "result": result,
                    "reason": reason,
                    "at": (now + datetime.timedelta(seconds=place)).isoformat(),
                }
                for place, (row, result, reason) in enumerate(answers)
            ]
        },
    )
    return told["results"]


def provisionally(server, kind):
    """Makes and fetches a file, and says that the core system holds all of it provisionally; its rows' ids."""
    file = make_file(server, kind)
    if file is None:
        tell("nothing", kind=kind)
        return None, []
    rows = fetch(server, file)
    ids = [row["引継ぎID"] for row in rows]
    if ids != [row["id"] for row in server.all("listCoreFileRows", {"core_file_id": file["id"]})]:
        sys.exit("the file and the list do not say the same")
    tell("fetched", kind=kind, file=file["id"], number=file["number"], name=file["name"], rows=len(rows))
    results = answer(server, file, [(row, "provisional", "") for row in ids])
    tell("provisional", kind=kind, outcomes=[one["outcome"] for one in results])
    return file, ids


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--server", required=True)
    options.add_argument("--kind", required=True, action="append", help="a kind of file: the id of its definition")
    options.add_argument("--case", help="the case to work on; the longest waiting without it")
    options.add_argument("--notices", help="a portal's file, to begin with")
    options.add_argument("--mapping", help="which kind of file that is")
    options.add_argument("--receipt-number", help="who of it has come")
    options.add_argument("--answer", action="append", default=[], help="what they say: FACT=VALUE")
    options = options.parse_args()

    case = options.case
    if options.notices:
        client = os.environ["COUNTER_CLIENT_ID"], os.environ["COUNTER_CLIENT_SECRET"]
        counter = Server(options.server, *client)
        counter.sign_in()
        put_in(counter, options.notices, options.mapping)
        case = begin(counter, options.receipt_number)
        interview(counter, case, dict(answer.split("=", 1) for answer in options.answer))
        hand_off(counter, case)

    server = Server(options.server, os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    server.sign_in()

    work = take_work(server, case)
    tell("taken", case=work["case_id"], state=work["state"], procedures=len(work["procedures"]))
    files = [provisionally(server, kind) for kind in options.kind]
    work = server.call("getQueueItem", {"queue_item_id": work["id"]})
    tell("entered", state=work["state"])

    # The core system accepts all, but refuses the last row of each file.
    for file, ids in files:
        if file is None:
            continue
        last = [(row, "accepted", "") for row in ids[:-1]]
        last.append((ids[-1], "refused", "資格の取得日を確かめてください"))
        tell("decided", kind=file["kind"], outcomes=[one["outcome"] for one in answer(server, file, last)])
    states = server.all("listCoreRowsOfCase", {"case_id": work["case_id"]})
    tell("states", rows=[{name: row[name] for name in ("kind", "state", "reason")} for row in states])


if __name__ == "__main__":
    main()
