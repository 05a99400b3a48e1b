"""Refactors functions without a model, by their syntax trees: as somebody would who makes no mistake, and as somebody who does.

Reads one JSON object a line: {"id", "code", "entry"}. Writes one a line: {"id", "start", "end", "perfect", "attacks"}; `start`
and `end` are lines of the function (0-based, end exclusive), `perfect` has an answer for each refactoring that there is
something to do for, and `attacks` has answers that are wrong, each with its refactoring and its name.
"""

import ast
import copy
import json
import re
import sys


def function_of(code, entry):
    return next(node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef) and node.name == entry)


def has_docstring(function):
    first = function.body[0]
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


class Source:
    """The lines of one function, with its tree; lines count from the function's first."""

    def __init__(self, code, entry):
        whole = function_of(code, entry)
        self.first = whole.lineno - 1
        self.lines = code.split("\n")[self.first : whole.end_lineno]
        self.text = "\n".join(self.lines)
        self.function = function_of(self.text, entry)
        body = self.function.body[1:] if has_docstring(self.function) else self.function.body
        self.body_line = body[0].lineno - 1 if body else len(self.lines)
        self.indent = re.match(r"\s*", self.lines[self.function.body[0].lineno - 1]).group()
        self.parameters = [argument.arg for argument in self.function.args.args]

    def segment(self, node):
        return ast.get_source_segment(self.text, node)


def documented(source):
    """The same with a comment above its body."""
    lines = source.lines[: source.body_line] + [source.indent + "# Works for every input that is described above."]
    return "\n".join(lines + source.lines[source.body_line :])


def translated(source):
    """Another language in the doc string and the comments."""
    if not has_docstring(source.function):
        return None
    first = source.function.body[0]
    lines = source.lines[: first.lineno - 1] + [source.indent + '"""Berechnet das Ergebnis."""']
    rest = [re.sub(r"#\s.*$", "# Anmerkung", line) for line in source.lines[first.end_lineno :] if not re.search(r"[\"'].*#", line)]
    return "\n".join(lines + rest) if len(rest) == len(source.lines) - first.end_lineno else None


def typed(source):
    """Types for parameters that have none."""
    function = copy.deepcopy(source.function)
    arguments = [argument for argument in function.args.args if argument.annotation is None]
    if not arguments and function.returns is not None:
        return None
    header = source.lines[0]
    if not header.rstrip().endswith(":") or source.function.body[0].lineno - 1 != 1:
        return None
    for argument in arguments:
        header = re.sub(rf"(?<=[(\s,]){argument.arg}(?=\s*[,)=])", f"{argument.arg}: Any", header, count=1)
    if function.returns is None:
        header = re.sub(r"\)\s*:\s*$", ") -> Any:", header)
    return "\n".join(["from typing import Any", "", header] + source.lines[1:])


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
    """The body becomes a function of its own."""
    if source.function.args.kwonlyargs or source.function.args.vararg or re.search(rf"\b{source.function.name}\b", "\n".join(source.lines[source.body_line :])):
        return None
    call = f"{source.indent}return _steps({', '.join(source.parameters)})"
    head = [f"def _steps({', '.join(source.parameters)}):"] + source.lines[source.body_line :]
    return "\n".join(head + ["", ""] + source.lines[: source.body_line] + [call])


def with_check(source):
    """The first parameter is looked at."""
    if not source.parameters:
        return None
    name = source.parameters[0]
    check = [f"{source.indent}if {name} is None:", f'{source.indent}    raise TypeError("{name} is missing")']
    return "\n".join(source.lines[: source.body_line] + check + source.lines[source.body_line :])


class Simplifier(ast.NodeTransformer):
    """`x = x + y` is `x += y` for numbers and texts; what is returned at once needs no name; no `else` behind a `return`."""

    def __init__(self):
        self.changes = 0

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
            if is_named and isinstance(node, ast.Return) and isinstance(node.value, ast.Name) and node.value.id == last.targets[0].id:
                self.changes += 1
                result[-1] = ast.Return(value=last.value)
            else:
                result.append(node)
        return result


def simplified(source):
    function = copy.deepcopy(source.function)
    simplifier = Simplifier()
    simplifier.visit(function)
    function.body = simplifier.simplified(function.body)
    return ast.unparse(ast.fix_missing_locations(function)) if simplifier.changes > 0 else None


class Pipes(ast.NodeTransformer):
    """`for x in xs: if c: out.append(e)` becomes `out.extend(e for x in xs if c)`."""

    def __init__(self):
        self.changes = 0

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
        if call.func.value.id in used | {name.id for name in ast.walk(condition or node.iter) if isinstance(name, ast.Name)}:
            return node
        self.changes += 1
        clause = ast.comprehension(target=node.target, iter=node.iter, ifs=[condition] if condition else [], is_async=0)
        generator = ast.GeneratorExp(elt=call.args[0], generators=[clause])
        extend = ast.Attribute(value=call.func.value, attr="extend", ctx=ast.Load())
        return ast.Expr(value=ast.Call(func=extend, args=[generator], keywords=[]))


class Loops(ast.NodeTransformer):
    """`return [e for x in xs if c]` becomes a loop."""

    def __init__(self):
        self.changes = 0

    def visit_Return(self, node):
        value = node.value
        if not isinstance(value, ast.ListComp) or len(value.generators) != 1:
            return node
        self.changes += 1
        clause = value.generators[0]
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
    return ast.unparse(ast.fix_missing_locations(function)) if transformer.changes > 0 else None


perfect = {
    "addDocumentation": documented,
    "translateComments": translated,
    "addTypes": typed,
    "extractVariable": with_variable,
    "extractFunction": with_helper,
    "splitFunction": with_helper,
    "addErrorHandling": with_check,
    "simplify": simplified,
    "loopToPipeline": lambda source: transformed(source, Pipes()),
    "pipelineToLoop": lambda source: transformed(source, Loops()),
}


class Attack(ast.NodeTransformer):
    """Changes the first node that it can change."""

    def __init__(self, change):
        self.change = change
        self.is_done = False

    def visit(self, node):
        if not self.is_done:
            changed = self.change(node)
            if changed is not None:
                self.is_done = True
                return changed
        return self.generic_visit(node)


def drop_branch(node):
    if isinstance(node, ast.If):
        return node.orelse or ast.Pass()
    return None


def turn_comparison(node):
    turned = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
    if isinstance(node, ast.Compare) and type(node.ops[0]) in turned:
        return ast.Compare(node.left, [turned[type(node.ops[0])]()] + node.ops[1:], node.comparators)
    return None


def off_by_one(node):
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return ast.Constant(value=node.value + 1)
    return None


def swap_operands(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod)):
        return ast.BinOp(node.right, node.op, node.left)
    return None


def swap_and_or(node):
    if isinstance(node, ast.BoolOp):
        return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    return None


def return_early(node):
    if isinstance(node, (ast.For, ast.While)):
        return [node, ast.Return(value=ast.Constant(value=None))]
    return None


def drop_statement(node):
    if isinstance(node, (ast.AugAssign, ast.Expr)) and not isinstance(getattr(node, "value", None), ast.Constant):
        return ast.Pass()
    return None


def other_name(node):
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Name) and isinstance(node.right, ast.Name):
        return ast.BinOp(node.left, node.op, node.left)
    return None


def deny(node):
    if isinstance(node, (ast.If, ast.While)) and not isinstance(node.test, ast.Compare):
        return type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    return None


def swap_statements(node):
    if isinstance(node, (ast.For, ast.While)) and len(node.body) > 1:
        node.body = [node.body[1], node.body[0]] + node.body[2:]
        return node
    return None


def move_out(node):
    """The last statement of a branch is done in any case."""
    if isinstance(node, ast.If) and len(node.body) > 1:
        return [ast.If(node.test, node.body[:-1], node.orelse), node.body[-1]]
    return None


# Rules of the checks were not written with these in view.
held_out = {
    "drops a statement (held out)": drop_statement,
    "uses another name (held out)": other_name,
    "denies a condition (held out)": deny,
    "swaps statements (held out)": swap_statements,
    "moves a statement out (held out)": move_out,
}

subtle = {
    "drops a branch": drop_branch,
    "turns a comparison": turn_comparison,
    "is off by one": off_by_one,
    "swaps operands": swap_operands,
    "swaps and, or": swap_and_or,
    "returns early": return_early,
}


def mutated(answer, entry, change):
    """The answer with one mistake in it, in the function or in its helper, and its comments gone."""
    tree = ast.parse(answer)
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


def coarse(source, answer, entry, code):
    """What careless models do."""
    lines = answer.split("\n")
    yield "renames the export", re.sub(rf"\b{entry}\b", f"{entry}_new", answer)
    yield "empties the body", "\n".join(source.lines[: source.body_line] + [source.indent + "pass"])
    yield "breaks syntax", answer.replace(":", "", 1)
    if len(source.lines) - source.body_line > 1:
        yield "leaves code out", "\n".join(source.lines[: source.body_line + 1] + [source.indent + "# ... rest of the code"])
        yield "stops early", "\n".join(lines[:-1])
    around = code.split("\n")
    above = around[: source.first]
    changed = [line for line in above if line.strip()]
    if any(line.startswith("def ") for line in changed):
        other = [re.sub(r"^(\s+)return .*$", r"\1return None", line) for line in above]
        yield "changes what is above", "\n".join(other + lines)


def answers_of(task):
    code, entry = task["code"], task["entry"]
    source = Source(code, entry)
    right = {row: answer for row, make in perfect.items() if (answer := make(source)) is not None}
    attacks = []
    for row in perfect:
        base = right.get(row, source.text)
        for name, answer in coarse(source, base, entry, code):
            attacks.append({"row": row, "name": name, "answer": answer})
        for name, change in {**subtle, **held_out}.items():
            answer = mutated(base, entry, change)
            if answer is not None:
                attacks.append({"row": row, "name": name, "answer": answer})
    end = source.first + len(source.lines)
    return {"id": task["id"], "start": source.first, "end": end, "perfect": right, "attacks": attacks}


for line in sys.stdin:
    print(json.dumps(answers_of(json.loads(line))))
