"""Reads a JSON list of pairs of programs, and writes a list of what each of them logs, as text; null: it is none."""

import json
import re
import sys


def outcome(text):
    try:
        code = compile(text, 'program', 'exec')
    except SyntaxError:
        return None
    lines = []

    def shown(value):
        # Where something lies in memory tells nothing.
        return re.sub(' at 0x[0-9a-f]+', '', repr(value))

    def log(*values, **named):
        if len(lines) > 300:
            raise MemoryError
        lines.append(' '.join(map(shown, [*values, *named.values()])))
        return values[0] if values else None

    def f(value):
        log('f', value)
        return value + 1

    def m(value):
        if isinstance(value, list):
            value.append(1)
        log('m', value)
        return value

    try:
        exec(code, {'log': log, 'f': f, 'm': m})
    except Exception as error:
        lines.append(type(error).__name__)
    return '\n'.join(lines)


json.dump([[outcome(text) for text in pair] for pair in json.load(sys.stdin)], sys.stdout)
