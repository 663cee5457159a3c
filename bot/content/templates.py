"""The reply templates of ``replies/``: Jinja2 in a sandbox, where an unknown name is an error and never an empty place.

``check`` reads and parses all of them, so that a broken template is found before a reply needs it, with its file and
line. Text is rendered as plain text.
"""

from pathlib import Path, PurePosixPath
from traceback import walk_tb
from types import TracebackType

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.meta import find_referenced_templates
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.content.provenance import Provenance, without_marks
from bot.errors import ContentError

SUFFIX = ".txt.j2"


class Replies:
    """All templates below a folder, by their path inside it (``leerkring/aanmelden.txt.j2``)."""

    def __init__(self, folder: Path) -> None:
        """Raise ``ContentError`` when there is none."""
        self._folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=False,  # the result is plain text; the HTML part is made of it later, escaped
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,  # an included part must not run into the next word
            auto_reload=False,
            cache_size=-1,
            extensions=[Provenance],
        )
        self.names = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f"*{SUFFIX}")))
        self._known = frozenset(self.names)
        if not self.names:
            raise ContentError([f"{folder}: hier staan geen sjablonen (*{SUFFIX})"])

    def check(self) -> None:
        """Raise ``ContentError`` with every template that cannot be parsed or that refers to one that is not there."""
        if problems := [problem for name in self.names for problem in self._problems_of(name)]:
            raise ContentError(problems)

    def _problems_of(self, name: str) -> list[str]:
        try:
            tree = self.parsed(name)
        except TemplateSyntaxError as error:
            return [f"{self._folder / name}:{error.lineno}: de sjabloontaal klopt hier niet ({error.message})"]
        except (OSError, UnicodeDecodeError) as error:
            return [f"{self._folder / name}: kan dit sjabloon niet lezen ({type(error).__name__})"]
        missing = {other for other in find_referenced_templates(tree) if other and other not in self._known}
        return [f"{self._folder / name}:1: verwijst naar {other}, maar dat bestaat niet" for other in sorted(missing)]

    def _source(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")

    def parsed(self, name: str) -> nodes.Template:
        """The syntax tree of a template, with the source of every piece in its literal texts."""
        return self._environment.parse(self._source(name), name, str(self._folder / name))

    def first_of(self, *names: str) -> str:
        """The first of these that exists; ``ContentError`` when none does."""
        for name in names:
            if name in self._known:
                return name
        raise ContentError([f"{self._folder / names[0]}: dit sjabloon bestaat niet"])

    def render(self, name: str, **context: object) -> str:
        """The text of a template as people read it."""
        return without_marks(self.render_marked(name, **context))

    def render_marked(self, name: str, **context: object) -> str:
        """The text with the source of every piece in it, for ``provenance.spans``."""
        try:
            return self._template(name).render(context)
        except ContentError:
            raise
        except Exception as error:
            raise ContentError([self._where(error, name)]) from error

    def _template(self, name: str) -> Template:
        if name not in self._known:
            raise ContentError([f"{self._folder / PurePosixPath(name).name}: dit sjabloon bestaat niet"])
        return self._environment.get_template(name)

    def _where(self, error: Exception, name: str) -> str:
        """One Dutch line: the innermost template line that the traceback shows, and what was wrong there."""
        line = _innermost(error.__traceback__, self._folder) or f"{self._folder / name}:1"
        return f"{line}: {_reason(error)}"


def load_replies(folder: Path) -> Replies:
    """All templates below a folder, each looked at. Raises ``ContentError`` with everything that is broken."""
    replies = Replies(folder)
    replies.check()
    return replies


def _innermost(traceback: TracebackType | None, folder: Path) -> str:
    """The last place of a traceback that lies in a template; Jinja2 rewrites its frames to template lines."""
    places = [
        f"{frame.f_code.co_filename}:{line}"
        for frame, line in walk_tb(traceback)
        if Path(frame.f_code.co_filename).is_relative_to(folder)
    ]
    return places[-1] if places else ""


def _reason(error: Exception) -> str:
    if isinstance(error, SecurityError):
        return f"dit mag niet in een sjabloon ({error})"
    if isinstance(error, UndefinedError):
        return f"deze naam is niet bekend ({error})"
    if isinstance(error, TemplateNotFound):
        return f"dit sjabloon bestaat niet ({error})"
    if isinstance(error, TemplateError):
        return f"de sjabloontaal klopt hier niet ({error})"
    return f"dit sjabloon kan niet worden ingevuld ({type(error).__name__}: {error})"
