"""Refactors functions of Python without a model, by their syntax trees: as somebody would who makes no mistake, and as somebody who does.

Reads one JSON object a line: {"code", "entry", "start", "end"}; `start` and `end` are the function's lines (0-based, end
exclusive), with its decorators and what is said above it. Writes one a line: {"perfect", "attacks", "broken"}. `perfect` has an
answer for each refactoring that there is something to do for, `attacks` has answers that are wrong, each with its refactoring
and its name, and `broken` has the function, as it stands in its file, without its body and then with one mistake each.
"""

import ast
import copy
import json
import os
import re
import sys
import textwrap

# The interpreter is one that looks nowhere by itself.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from mistakes import Attack, held_out, subtle  # noqa: E402


def has_docstring(function):
    first = function.body[0]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


class Source:
    """The lines of one function, with its tree; lines count from the first of these."""

    def __init__(self, code, entry, start, end):
        self.first = start
        self.lines = code.split("\n")[start:end]
        self.text = "\n".join(self.lines)
        module = ast.parse(code)
        self.function = next(
            node
            for node in ast.walk(module)
            if isinstance(node, ast.FunctionDef) and node.name == entry and start < node.lineno <= end
        )
        self.is_method = self.function not in module.body
        ast.increment_lineno(self.function, -start)
        self.header = self.function.lineno - 1
        # What stands above it: comments, decorators.
        self.above = self.lines[: self.header]
        body = self.function.body[1:] if has_docstring(self.function) else self.function.body
        self.body_line = body[0].lineno - 1 if body else len(self.lines)
        if body and getattr(body[0], "decorator_list", None):
            self.body_line = min(one.lineno for one in body[0].decorator_list) - 1
        self.level = re.match(r"\s*", self.lines[self.header]).group()
        self.indent = re.match(r"\s*", self.lines[self.function.body[0].lineno - 1]).group()
        self.parameters = [argument.arg for argument in self.function.args.args]

    def segment(self, node):
        return ast.get_source_segment(self.text, node)

    def unparsed(self, function):
        """Flush, with what stands above it."""
        plain = copy.copy(function)
        plain.decorator_list = []
        above = textwrap.dedent("\n".join(self.above)) + "\n" if self.above else ""
        return above + ast.unparse(ast.fix_missing_locations(plain))

    def names(self):
        return [node.id for node in ast.walk(self.function) if isinstance(node, ast.Name)]


def documented(source):
    """The same with a comment above its body."""
    lines = source.lines[: source.body_line] + [source.indent + "# Works for every input that is described above."]
    return "\n".join(lines + source.lines[source.body_line :])


def translated(source):
    """Another language in the doc string and the comments."""
    if not has_docstring(source.function):
        return None
    first = source.function.body[0]
    if first.lineno - 1 <= source.header or source.body_line < first.end_lineno:
        return None
    lines = source.lines[: first.lineno - 1] + [source.indent + '"""Berechnet das Ergebnis."""']
    rest = source.lines[first.end_lineno :]
    if any(re.search(r"[\"'].*#|#.*(?:noqa|type:|pragma|pylint)", line) for line in rest):
        return None
    return "\n".join(lines + [re.sub(r"#\s.*$", "# Anmerkung", line) for line in rest])


def typed(source):
    """Types for parameters that have none."""
    function = copy.deepcopy(source.function)
    arguments = [argument for argument in function.args.args if argument.annotation is None]
    if not arguments and function.returns is not None:
        return None
    if source.is_method and arguments and arguments[0].arg in ("self", "cls"):
        del arguments[0]
    header = source.lines[source.header]
    if not header.rstrip().endswith(":") or source.function.body[0].lineno - 2 != source.header:
        return None
    if not arguments and function.returns is not None:
        return None
    for argument in arguments:
        header = re.sub(rf"(?<=[(\s,]){argument.arg}(?=\s*[,)=])", f"{argument.arg}: Any", header, count=1)
    if function.returns is None:
        header = re.sub(r"\)\s*:\s*$", ") -> Any:", header)
    lines = source.lines[: source.header] + [header] + source.lines[source.header + 1 :]
    return "\n".join([source.level + "from typing import Any", ""] + lines)


def is_short_return(node):
    return isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, (ast.Name, ast.Constant))


def with_variable(source):
    """The last expression that is returned gets a name."""
    found = [node for node in ast.walk(source.function) if is_short_return(node) and node.lineno == node.end_lineno]
    own = [node for node in found if source.lines[node.lineno - 1].strip() == source.segment(node)]
    if not own or "answer" in source.text:
        return None
    node = own[-1]
    at = node.lineno - 1
    indent = re.match(r"\s*", source.lines[at]).group()
    written = [f"{indent}answer = {source.segment(node.value)}", f"{indent}return answer"]
    return "\n".join(source.lines[:at] + written + source.lines[at + 1 :])


def with_helper(source):
    """The body becomes a function of its own, of a method another method."""
    arguments = source.function.args
    body = "\n".join(source.lines[source.body_line :])
    if arguments.kwonlyargs or arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        return None
    # Some look at who has called them, and a generator is one where it says so itself.
    if re.search(rf"\b(?:{source.function.name}|yield|_getframe|stacklevel|locals|stack|_steps)\b", body):
        return None
    if source.is_method and (source.above or source.parameters[:1] != ["self"]):
        return None
    given = source.parameters[1:] if source.is_method else source.parameters
    call = f"{source.indent}return {'self.' if source.is_method else ''}_steps({', '.join(given)})"
    head = [f"{source.level}def _steps({', '.join(source.parameters)}):", body]
    return "\n".join(head + ["", ""] + source.lines[: source.body_line] + [call])


def with_check(source):
    """The first parameter is looked at; where nothing may be what is meant, an error says where it comes from."""
    parameters = source.parameters[1:] if source.is_method else source.parameters
    if not parameters or source.body_line >= len(source.lines):
        return None
    name = parameters[0]
    if source.is_method or re.search(rf"\b{name}\b[^\n]*\bNone\b|\bNone\b[^\n]*\b{name}\b", source.text):
        return with_note(source)
    check = [f"{source.indent}if {name} is None:", f'{source.indent}    raise TypeError("{name} is missing")']
    return "\n".join(source.lines[: source.body_line] + check + source.lines[source.body_line :])


def with_note(source):
    body = source.lines[source.body_line :]
    # A text over several lines would change with its indentation.
    if re.search(r'"""|\'\'\'', "\n".join(body)):
        return None
    inner = [f"    {line}" if line.strip() else line for line in body]
    note = [f"{source.indent}except TypeError as error:", f'{source.indent}    error.add_note("{source.function.name} was given something of another type")']
    return "\n".join(source.lines[: source.body_line] + [f"{source.indent}try:"] + inner + note + [f"{source.indent}    raise"])


class Simplifier(ast.NodeTransformer):
    """`x = x + y` is `x += y` for numbers and texts; what is returned at once needs no name; no `else` behind a `return`."""

    def __init__(self, names):
        self.changes = 0
        self.names = names

    def visit_If(self, node):
        self.generic_visit(node)
        leaves = isinstance(node.body[-1], ast.Return)
        if leaves and len(node.body) == 1 and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.Return):
            if not isinstance(node.test, ast.NamedExpr):
                self.changes += 1
                value = ast.IfExp(test=node.test, body=node.body[0].value, orelse=node.orelse[0].value)
                return ast.Return(value=value)
        return node

    def simplified(self, body):
        result = []
        for node in body:
            last = result[-1] if result else None
            is_named = isinstance(last, ast.Assign) and len(last.targets) == 1 and isinstance(last.targets[0], ast.Name)
            if is_named and isinstance(node, ast.Return) and isinstance(node.value, ast.Name) and node.value.id == last.targets[0].id and self.names.count(node.value.id) == 2:
                self.changes += 1
                result[-1] = ast.Return(value=last.value)
            else:
                result.append(node)
        return result


def simplified(source):
    function = copy.deepcopy(source.function)
    simplifier = Simplifier(source.names())
    simplifier.visit(function)
    function.body = simplifier.simplified(function.body)
    return source.unparsed(function) if simplifier.changes > 0 else None


class Pipes(ast.NodeTransformer):
    """`for x in xs: if c: out.append(e)` becomes `out.extend(e for x in xs if c)`."""

    def __init__(self, names):
        self.changes = 0
        self.names = names

    def visit_For(self, node):
        self.generic_visit(node)
        inner = node.body[0]
        condition = None
        if isinstance(inner, ast.If) and not inner.orelse and len(inner.body) == 1:
            condition, inner = inner.test, inner.body[0]
        call = inner.value if isinstance(inner, ast.Expr) else None
        is_append = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "append"
        if len(node.body) != 1 or node.orelse or not is_append or not isinstance(call.func.value, ast.Name):
            return node
        used = {name.id for name in ast.walk(call.args[0]) if isinstance(name, ast.Name)}
        inside = [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
        targets = {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
        # A variable of the loop that is used elsewhere is another one then.
        if any(inside.count(name) != self.names.count(name) for name in targets) or holds_own(node):
            return node
        if call.func.value.id in used | {name.id for name in ast.walk(condition or node.iter) if isinstance(name, ast.Name)}:
            return node
        self.changes += 1
        clause = ast.comprehension(target=node.target, iter=node.iter, ifs=[condition] if condition else [], is_async=0)
        generator = ast.GeneratorExp(elt=call.args[0], generators=[clause])
        extend = ast.Attribute(value=call.func.value, attr="extend", ctx=ast.Load())
        return ast.Expr(value=ast.Call(func=extend, args=[generator], keywords=[]))


def holds_own(node):
    """Something that means another thing in a function of its own."""
    kinds = (ast.Yield, ast.YieldFrom, ast.Await, ast.NamedExpr, ast.Lambda)
    return any(isinstance(one, kinds) for one in ast.walk(node))


class Loops(ast.NodeTransformer):
    """`return [e for x in xs if c]` becomes a loop."""

    def __init__(self, names):
        self.changes = 0
        self.names = names

    def visit_Return(self, node):
        value = node.value
        if not isinstance(value, ast.ListComp) or len(value.generators) != 1 or holds_own(value):
            return node
        clause = value.generators[0]
        inside = [one.id for one in ast.walk(value) if isinstance(one, ast.Name)]
        targets = {name.id for name in ast.walk(clause.target) if isinstance(name, ast.Name)}
        if any(inside.count(name) != self.names.count(name) for name in targets) or "collected" in self.names:
            return node
        self.changes += 1
        result = ast.Name(id="collected", ctx=ast.Load())
        append = ast.Call(func=ast.Attribute(value=result, attr="append", ctx=ast.Load()), args=[value.elt], keywords=[])
        body = [ast.Expr(value=append)]
        for condition in reversed(clause.ifs):
            body = [ast.If(test=condition, body=body, orelse=[])]
        start = ast.Assign(targets=[ast.Name(id="collected", ctx=ast.Store())], value=ast.List(elts=[], ctx=ast.Load()))
        loop = ast.For(target=clause.target, iter=clause.iter, body=body, orelse=[])
        return [start, loop, ast.Return(value=result)]


def transformed(source, transformer):
    function = copy.deepcopy(source.function)
    transformer.visit(function)
    return source.unparsed(function) if transformer.changes > 0 else None


perfect = {
    "addDocumentation": documented,
    "translateComments": translated,
    "addTypes": typed,
    "extractVariable": with_variable,
    "extractFunction": with_helper,
    "splitFunction": with_helper,
    "addErrorHandling": with_check,
    "simplify": simplified,
    "loopToPipeline": lambda source: transformed(source, Pipes(source.names())),
    "pipelineToLoop": lambda source: transformed(source, Loops(source.names())),
}


def mutated(answer, change):
    """The answer with one mistake in it, in the function or in its helper, and its comments gone."""
    is_indented = answer[:1].isspace()
    tree = ast.parse(f"if True:\n{answer}" if is_indented else answer)
    if is_indented:
        tree = ast.Module(tree.body[0].body, [])
    attack = Attack(change)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for function in functions:
        start = 1 if has_docstring(function) else 0
        body = []
        for node in function.body[start:]:
            changed = attack.visit(node)
            body.extend(changed if isinstance(changed, list) else [changed])
        function.body = function.body[:start] + body
    return ast.unparse(ast.fix_missing_locations(tree)) if attack.is_done else None


def emptied(source):
    return "\n".join(source.lines[: source.body_line] + [source.indent + "pass"])


def nearest(around):
    """Of a long file, what stands directly above: the last definition."""
    if len(around) <= 60:
        return around
    starts = [at for at, line in enumerate(around) if re.match(r"\s*(?:def|class) ", line)]
    return around[starts[-1] :] if starts else around[-5:]


def coarse(source, answer, entry, code):
    """What careless models do."""
    lines = answer.split("\n")
    yield "renames the export", re.sub(rf"\b{entry}\b", f"{entry}_new", answer)
    yield "empties the body", emptied(source)
    yield "breaks syntax", answer.replace(":", "", 1)
    if len(source.lines) - source.body_line > 1:
        yield "leaves code out", "\n".join(source.lines[: source.body_line + 1] + [source.indent + "# ... rest of the code"])
        yield "stops early", "\n".join(lines[:-1])
    above = nearest(code.split("\n")[: source.first])
    if any(re.match(r"\s*def ", line) for line in above):
        other = [re.sub(r"^(\s+)return .*$", r"\1return None", line) for line in above]
        yield "changes what is above", "\n".join(other + lines)


def answers_of(task):
    code, entry = task["code"], task["entry"]
    source = Source(code, entry, task["start"], task["end"])
    right = {row: answer for row, make in perfect.items() if (answer := make(source)) is not None}
    mistakes = {**subtle, **held_out}
    attacks = []
    for row in perfect:
        base = right.get(row, source.text)
        for name, answer in coarse(source, base, entry, code):
            attacks.append({"row": row, "name": name, "answer": answer})
        for name, change in mistakes.items():
            answer = mutated(base, change)
            if answer is not None:
                attacks.append({"row": row, "name": name, "answer": answer})
    own = [answer for change in mistakes.values() if (answer := mutated(source.text, change)) is not None]
    broken = [emptied(source)] + [textwrap.indent(answer, source.level) for answer in own]
    return {"perfect": right, "attacks": attacks, "broken": broken}


for line in sys.stdin:
    print(json.dumps(answers_of(json.loads(line))))
