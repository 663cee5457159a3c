"""``triage`` and ``ask``: understanding without a store and without sending."""

import argparse
import gc
import json
import sys
from collections.abc import Mapping
from typing import Any

from bot import settings as configuration
from bot.cli.environment import Commands, environment, now
from bot.cli.files import read_mails
from bot.clock import in_amsterdam
from bot.errors import InvalidInput
from bot.mail.parse import parse
from bot.mail.screen import screen
from bot.model import Answer, DraftText, EntryMatch, Kind, ParsedMail, Understanding
from bot.pipeline.answer import answer
from bot.pipeline.asked import Knowledge, Question
from bot.pipeline.drafting import draft_reply
from bot.pipeline.drafting.asking import questions
from bot.pipeline.mind import Mind, build_mind
from bot.settings import Settings
from bot.understanding.reader import Reader

Json = dict[str, Any]


def add_commands(commands: Commands) -> None:
    """``triage`` and ``ask``."""
    triaging = commands.add_parser("triage", help="understand mails from files; stores and sends nothing")
    triaging.add_argument("paths", nargs="+", metavar="PATH", help=".eml file, folder of them, mbox file, or -")
    triaging.add_argument("--json", action="store_true", help="one JSON object per mail and line")
    triaging.set_defaults(command=triage)
    asking = commands.add_parser("ask", help="answer a question as the chat does")
    asking.add_argument("question", nargs="*", help="the question")
    asking.add_argument("--json", action="store_true", help="answer as one JSON object")
    asking.add_argument("--jsonl", action="store_true", help='read {"id", "question"} lines from standard input')
    asking.set_defaults(command=ask)


def triage(options: argparse.Namespace) -> int:
    """Understand each mail as the service would."""
    settings = configuration.load(environment())
    mails = read_mails(options.paths)
    mind = build_mind(settings.content_dir)
    mind.warm()  # now, with every problem of the content in one message
    gc.freeze()  # what is known stays: nobody needs to look through it for garbage between two mails
    for name, raw in mails:
        result = understood(mind, settings, name, raw)
        print(json.dumps(result, ensure_ascii=False) if options.json else _for_people(result), flush=True)
    return 0


def understood(mind: Mind, settings: Settings, name: str, raw: bytes) -> Json:
    """One mail as the object of ``triage --json``; one that cannot be understood says so among its defects."""
    mail = parse(raw, max_bytes=settings.max_mail_bytes)
    reader = mind.reader  # broken content is no fault of the mail
    try:
        return {"file": name, **_understood(mind, reader, settings, mail)}
    except Exception as error:  # noqa: BLE001  (as in the service: no mail breaks the work on the others)
        unread = Understanding(Kind.VERZOEK, 0.0)
        defects = [*mail.defects, f"Dit bericht kon niet worden gelezen ({type(error).__name__})."]
        return {"file": name, **_meaning(unread), **_mail(mail), "knowledge": [], "draft": None, "defects": defects}


def _understood(mind: Mind, reader: Reader, settings: Settings, mail: ParsedMail) -> Json:
    screening = screen(mail, own_addresses=settings.addresses, own_message_id_domain=settings.message_id_domain)
    understanding = reader.read(mail, screening)
    draft = None
    if understanding.kind is Kind.VERZOEK:
        draft = draft_reply(
            subject=mail.subject,
            understanding=understanding,
            new_text=mail.new_text,
            library=mind.library,
            retriever=mind.retriever,
            today=in_amsterdam(now()).date(),
            sender=mail.sender,
        )
    return {**_meaning(understanding), **_mail(mail), **_knowledge(mind, understanding, mail, draft)}


def _meaning(understanding: Understanding) -> Json:
    return {
        "kind": understanding.kind,
        "kind_confidence": round(understanding.kind_confidence, 4),
        "requests": [
            {"service": p.service, "act": p.act, "confidence": round(p.confidence, 4), "evidence": list(p.evidence)}
            for p in understanding.requests
        ],
        "municipalities": list(understanding.municipalities),
        "topics": list(understanding.topics),
        "themes": list(understanding.themes),
        "role": understanding.role,
        "contact_name": understanding.contact_name,
        "phone": understanding.phone,
        "participants": understanding.participants,
        "address_form": understanding.address_form,
    }


def _mail(mail: ParsedMail) -> Json:
    return {
        "subject": mail.subject,
        "from": str(mail.sender) if mail.sender else None,
        "to": [str(address) for address in mail.to],
        "cc": [str(address) for address in mail.cc],
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.rfc_message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "new_text": mail.new_text,
        "unquoted_text": mail.unquoted_text,
        "text": mail.text,
        "attachments": [
            {"filename": a.filename, "content_type": a.content_type, "size": a.size, "inline": a.inline}
            for a in mail.attachments
        ],
        "defects": list(mail.defects),
    }


def _knowledge(mind: Mind, understanding: Understanding, mail: ParsedMail, draft: DraftText | None) -> Json:
    found: tuple[EntryMatch, ...] = ()
    if understanding.requests:  # nobody else asks for knowledge
        first = understanding.requests[0]
        text = first.text or mail.new_text or mail.subject
        asked = " ".join(questions(text)) or text
        found = mind.retriever.match(asked, service=first.service, act=first.act)
    return {
        "knowledge": [{"id": m.entry.id, "title": m.entry.title, "score": round(m.score, 4)} for m in found],
        "draft": None
        if draft is None
        else {
            "template": draft.template,
            "subject": draft.subject,
            "text": draft.text,
            "missing": list(draft.missing),
            "evidence": [{"sentence": e.sentence, "entry": e.entry} for e in draft.evidence],
        },
    }


def _for_people(result: Mapping[str, Any]) -> str:
    requests = ", ".join(f"{r['service']}/{r['act']} ({r['confidence']:.0%})" for r in result["requests"]) or "-"
    lines = [
        f"{result['file']}: {result['kind']}",
        f"  van        {result['from'] or '-'}",
        f"  onderwerp  {result['subject'] or '-'}",
        f"  aanvragen  {requests}",
        f"  gemeente   {', '.join(result['municipalities']) or '-'}",
        f"  thema's    {', '.join(result['topics']) or '-'}",
    ]
    if result["draft"]:
        lines += ["", *[f"    {line}" for line in result["draft"]["text"].splitlines()]]
    return "\n".join([*lines, ""])


def ask(options: argparse.Namespace) -> int:
    """Answer one question, or every line of standard input."""
    settings = configuration.load(environment())
    if options.jsonl == bool(options.question):
        raise InvalidInput("Geef een vraag, of --jsonl met de vragen op de standaardinvoer.")
    mind = build_mind(settings.content_dir)
    knowledge = knowledge_of(mind)
    if options.jsonl:
        for line in sys.stdin.buffer:
            if line.strip():
                print(json.dumps(_answered_line(line, knowledge), ensure_ascii=False), flush=True)
        return 0
    given = answer(Question(" ".join(options.question)), knowledge)
    print(json.dumps(_as_json(given), ensure_ascii=False) if options.json else _spoken(given))
    return 0


def knowledge_of(mind: Mind) -> Knowledge:
    """What the answering steps work with."""
    return Knowledge(library=mind.library, retriever=mind.retriever, today=in_amsterdam(now()).date())


def _answered_line(line: bytes, knowledge: Knowledge) -> Json:
    try:
        item = json.loads(line)
        identifier, question = item.get("id"), str(item["question"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput('Elke regel moet er zo uitzien: {"id": "...", "question": "..."}') from None
    return {"id": identifier, **_as_json(answer(Question(question), knowledge))}


def _as_json(given: Answer) -> Json:
    return {
        "status": given.status,
        "answer": given.text,
        "sources": [{"id": s.id, "title": s.title, "last_checked": s.last_checked.isoformat()} for s in given.sources],
        "confidence": round(given.confidence, 4),
        "service": given.service,
    }


def _spoken(given: Answer) -> str:
    sources = [f"  - {s.title} (nagekeken op {s.last_checked:%d-%m-%Y})" for s in given.sources]
    return "\n".join([given.text, *(["", "Bron:", *sources] if sources else [])])
