"""Mistakes in code of Python: each changes the first node that it can change."""

import ast


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


def swap_arguments(node):
    if isinstance(node, ast.Call) and len(node.args) > 1 and ast.dump(node.args[0]) != ast.dump(node.args[1]):
        return ast.Call(node.func, [node.args[1], node.args[0]] + node.args[2:], node.keywords)
    return None


def drop_argument(node):
    if isinstance(node, ast.Call) and len(node.args) + len(node.keywords) > 1:
        keywords = node.keywords[:-1]
        return ast.Call(node.func, node.args if node.keywords else node.args[:-1], keywords)
    return None


# Rules of the checks were not written with these in view.
held_out = {
    "drops a statement (held out)": drop_statement,
    "uses another name (held out)": other_name,
    "denies a condition (held out)": deny,
    "swaps statements (held out)": swap_statements,
    "moves a statement out (held out)": move_out,
    "swaps arguments (held out)": swap_arguments,
    "drops an argument (held out)": drop_argument,
}

subtle = {
    "drops a branch": drop_branch,
    "turns a comparison": turn_comparison,
    "is off by one": off_by_one,
    "swaps operands": swap_operands,
    "swaps and, or": swap_and_or,
    "returns early": return_early,
}
