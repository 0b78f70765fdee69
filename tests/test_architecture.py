"""The shape of the code: which way imports run, and what is written nowhere."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("netreview", "reviews", "articles")

# What of `articles` may know the tables; every other module of it is a leaf, listed in the contract in pyproject.toml.
MIDDLE = {
    "about",
    "account_letters",
    "admin",
    "allowance",
    "asking",
    "apps",
    "attempts",
    "checks",
    "corrections",
    "deploying",
    "drafting",
    "editions",
    "emergency_reply",
    "emergency_table",
    "forms",
    "links",
    "management",
    "manuscripts",
    "migrations",
    "models",
    "moved",
    "outbox",
    "own_account",
    "passages",
    "reports",
    "search",
    "search_index",
    "sessions",
    "signed_in",
    "context",
    "site",
    "topics",
    "urls",
    "urls_accounts",
    "urls_writing",
    "views",
    "withdrawn",
}
# Of Django, a leaf may use words and escaping; two leaves list choices, which live in django.db.models.
LEAF_MAY_IMPORT = re.compile(r"django\.utils(\.|$)")
LISTS_CHOICES = {"articles/audiences.py", "articles/states.py"}

# Where HTML is put into a page as it stands, and why it may be.
SAFE_ALLOWED: dict[str, str] = {
    "templates/articles/writing/_preview.html": "prints what articles.rendering sanitised, or a Rendered row",
    "templates/articles/reading/article.html": "prints a Rendered row, and facts escaped by editions.structured",
    "templates/reviews/desk/text.html": "the sealed HTML of a rendered text and of its reference list, sanitised",
    "templates/reviews/authoring/_kept.html": "a text rendered for its author before it is kept, sanitised",
    "templates/reviews/board/copy.html": "prints a Rendered row with its places named after its audience",
    "templates/reviews/board/_sealed_text.html": "prints a Rendered row, sanitised when it was sealed",
}
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script\b(?![^>]*\bsrc=)", re.IGNORECASE
)
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off|\bmark_safe\b|\bSafeString\b|\bSafeText\b")
# These write rows past `save()`, and so past the history.
PAST_HISTORY = {"update", "bulk_create", "bulk_update", "abulk_create", "abulk_update", "aupdate"}


def python_files(*packages: str) -> list[Path]:
    found = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names_in_chain(node: ast.expr) -> Iterator[str]:
    """The names of `Variant.objects.filter(…).order_by(…)`, from the last to the first."""
    while True:
        if isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        elif isinstance(node, ast.Call | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        else:
            if isinstance(node, ast.Name):
                yield node.id
            return


def writes_past_history(source: str, audited: set[str]) -> list[int]:
    """The lines that write audited rows past their history."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in PAST_HISTORY
        and audited & set(names_in_chain(node.func.value))
    ]


def audited_names() -> set[str]:
    """The models that keep a history, and the accessors by which others reach their rows."""
    audited = [
        model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")
    ]
    accessors = {
        relation.get_accessor_name()
        for model in apps.get_models()
        for relation in model._meta.related_objects
        if relation.related_model in audited and not relation.one_to_one
    }
    return {model.__name__ for model in audited} | accessors


def leaf_modules() -> set[str]:
    here = ROOT / "articles"
    found = {path.stem if path.suffix else path.name for path in here.iterdir() if path.suffix in {"", ".py"}}
    return {f"articles.{name}" for name in found - MIDDLE if not name.startswith("__")}


def test_imports_run_one_way():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (run.returncode, "0 broken" in run.stdout) == (0, True), run.stdout


def test_leaves_are_all_checked_for_types():
    files = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]

    assert leaf_modules() - {name.removesuffix(".py").replace("/", ".") for name in files} == set()


def test_leaves_are_all_named_in_their_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    named = {
        module
        for contract in contracts
        if "leaves" in contract["name"]
        for module in contract["source_modules"]
    }

    assert named == leaf_modules()


def test_leaves_use_of_django_only_words_and_escaping():
    leaves = [
        path
        for path in python_files("articles")
        if path.relative_to(ROOT / "articles").parts[0].split(".")[0] not in MIDDLE
    ]
    found = [
        f"{short(path)}: {name}"
        for path in leaves
        for name in imports(ast.parse(path.read_text()))
        if name.startswith("django") and not LEAF_MAY_IMPORT.match(name)
        if not (name == "django.db.models" and short(path) in LISTS_CHOICES)
    ]

    assert found == []


def test_scan_for_writes_past_history_finds_each_way_of_writing_them():
    source = "\n".join(
        [
            "Variant.objects.filter(pk=1).update(title='')",
            "version.variants.update(title='')",
            "Variant.objects.bulk_create([])",
            "Round.objects.update(outcome='')",
            "order.update(known)",
        ]
    )

    assert writes_past_history(source, {"Variant", "variants"}) == [1, 2, 3]


def test_audited_models_are_never_written_past_their_history():
    audited = audited_names()

    found = [
        f"{short(path)}:{line}"
        for path in python_files(*PACKAGES)
        for line in writes_past_history(path.read_text(), audited)
    ]

    assert {"Article", "Variant", "Reference", "Authorship", "BoardProfile"} - audited == set()
    assert found == []


def test_state_is_assigned_nowhere_but_in_the_machine():
    found = [
        f"{short(path)}:{node.lineno}"
        for path in python_files(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store)
    ]

    assert found == []


def test_html_is_put_in_unescaped_only_where_a_reason_is_given():
    files = [*python_files(*PACKAGES), *sorted((ROOT / "templates").rglob("*"))]

    found = {short(path) for path in files if path.is_file() and UNESCAPED.search(path.read_text())}

    assert found == set(SAFE_ALLOWED)


@pytest.mark.parametrize(
    "line",
    ["<p style='a'>", "<style>", "<script>let a</script>", '<a onclick="b()">', '<a href="javascript:c()">'],
)
def test_scan_for_inline_code_finds_each_way_of_writing_it(line):
    assert INLINE.search(line) is not None


def test_templates_hold_no_inline_style_and_no_inline_script():
    found = [
        f"{short(path)}: {match.group().strip()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for match in INLINE.finditer(path.read_text())
    ]

    assert found == []


def test_modules_open_with_one_line_that_says_what_they_are():
    found = []
    for path in python_files(*PACKAGES, "tests"):
        source = path.read_text()
        if source.strip():
            first = (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]
            if not (source.startswith('"""') and first.endswith((".", ":"))):
                found.append(short(path))

    assert found == []


def test_modules_named_for_nothing_are_not_there():
    bare = {"utils", "helpers", "services", "selectors", "common", "misc"}

    assert [short(path) for path in python_files(*PACKAGES, "tests") if path.stem in bare] == []


# Ceilings: what is longer is two things (CONTRIBUTING.md).
MOST_LINES = {"module": 320, "function": 40, "view": 32, "template": 80}


def too_long(path: Path) -> Iterator[str]:
    """What of a Python file is longer than it may be; a view is a function that begins with the request."""
    source = path.read_text(encoding="utf-8")
    if source.count("\n") > MOST_LINES["module"]:
        yield short(path)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            arguments = node.args
            is_view = (
                "views" in path.parts
                and not arguments.kwonlyargs
                and arguments.args[:1]
                and arguments.args[0].arg == "request"
            )
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > MOST_LINES["view" if is_view else "function"]:
                yield f"{short(path)}: {node.name}"


def test_nothing_is_longer_than_the_ceilings():
    files = python_files(*PACKAGES)
    templates = sorted((ROOT / "templates").rglob("*.html"))

    found = [name for path in files for name in too_long(path)]
    found += [short(path) for path in templates if path.read_text().count("\n") > MOST_LINES["template"]]

    assert found == []
