"""``check`` and ``register``: whether the content is sound, and what this installation does with it."""

import argparse
import json
import sys

from bot import __version__
from bot import settings as configuration
from bot.cli.environment import Commands, environment, now
from bot.clock import in_amsterdam
from bot.content.check import check as check_content
from bot.content.examples import load_examples
from bot.content.location import content_root
from bot.model import SERVICE_LABELS, TRUSTED
from bot.pipeline.findings import SURE
from bot.pipeline.mind import build_mind


def add_commands(commands: Commands) -> None:
    """``check`` and ``register``."""
    checking = commands.add_parser("check", help="prove that knowledge/ and replies/ are sound; lists what is overdue")
    checking.add_argument("--strict", action="store_true", help="what is overdue counts as wrong, too")
    checking.set_defaults(command=check)
    registering = commands.add_parser("register", help="a record for the Algoritmeregister, from these settings")
    registering.set_defaults(command=register)


def check(options: argparse.Namespace) -> int:
    """Print every problem of the content, then what somebody must look at again."""
    settings = configuration.load(environment())
    report = check_content(content_root(settings.content_dir), in_amsterdam(now()).date(), settings.experts_dir)
    for problem in report.errors:
        print(f"FOUT      {problem}", file=sys.stderr)
    for remark in report.warnings:
        print(f"LET OP    {remark}")
    for entry in report.overdue:
        print(f"NAKIJKEN  {entry}")
    print(f"{len(report.errors)} fouten, {len(report.warnings)} opmerkingen, {len(report.overdue)} om na te kijken")
    return 1 if report.errors or (options.strict and report.overdue) else 0


def register(_: argparse.Namespace) -> int:
    """The record in the headings of the Algoritmeregister, filled from what this installation really does."""
    settings = configuration.load(environment())
    mind = build_mind(settings.content_dir)
    record = {
        "naam": "Assistent van de mailbox Thorbecke2024",
        "organisatie": "Vereniging van Nederlandse Gemeenten",
        "versie": __version__,
        "status": "In gebruik" if settings.imap_host and settings.smtp_host else "In ontwikkeling",
        "doel": "Berichten van gemeenten lezen, een conceptantwoord maken en open aanvragen bijhouden.",
        "menselijke tussenkomst": "Elk antwoord wordt door een medewerker goedgekeurd voordat het wordt verzonden.",
        "gegevens": "Berichten aan het gedeelde postvak; naam, adres en telefoonnummer van de afzender.",
        "bewaartermijn in dagen": settings.keep_days,
        "techniek": "Regels, woordenlijsten en een lineair model, getraind op eigen voorbeelden. Geen taalmodel.",
        "leren": "Een correctie van een medewerker telt meteen voor berichten die er sterk op lijken; ze kan worden "
        "afgewezen. Het model zelf verandert alleen met een nieuwe versie.",
        "diensten": list(SERVICE_LABELS.values()),
        "kennisitems": len(mind.library.entries),
        "voorbeelden": len(load_examples(mind.library.root / "knowledge")),
        "inhoud (hash)": mind.library.content_hash,
        "drempel voor terzijde leggen": SURE,
        "drempel voor twijfel": TRUSTED,
    }
    print(json.dumps(record, ensure_ascii=False, indent=2))
    return 0
