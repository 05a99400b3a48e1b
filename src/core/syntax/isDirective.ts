/** Whether a comment, with what it begins with, is obeyed by a compiler or a tool: without it, the code is another. */
export function isDirective(comment: string): boolean {
  return patterns.some((pattern) => pattern.test(comment));
}

const patterns: readonly RegExp[] = [
  /^#!/,
  // Compilers.
  /^\/\/(?:go|line|export|sys|extern)\b[: ]|^\/\/\s*\+build\b/,
  /^(?:\/\/|\/\*+)\s*#\s*(?:include|cgo|define|if|endif)\b/,
  /^\/\/\/\s*</,
  /^(?:\/\/|\/\*+)\s*(?:@(?:ts-|jsx|flow\b|vite-|vitest-|jest-)|[#@]__|webpack\w+:)/,
  /^#\s*(?:-\*-|(?:file)?(?:en)?coding[:=]|(?:frozen_string_literal|warn_indent|shareable_constant_value|typed):)/,
  // Linters, formatters, type checkers and what measures coverage.
  /^(?:\/\/|\/\*+)\s*(?:eslint|biome|prettier|oxlint|tslint|jshint|deno|istanbul|c8|v8)-?\s?(?:ignore|lint|disable|enable|env|fmt)/,
  /^\/\*\s*eslint\b/,
  /^(?:\/\/|\/\*+)\s*(?:NOLINT|NOSONAR|IWYU pragma|clang-format|swiftlint:|ktlint-|noinspection\b|phpcs:|@phpstan-|@psalm-)/,
  /^\/\/\s*nolint\b/,
  /^#\s*(?:type:\s*ignore|noqa\b|nosec\b|(?:pragma|pylint|pyright|mypy|ruff|fmt|yapf|isort|flake8|cython|rubocop|steep):)/,
  /^#\s*shellcheck\s+\w+=/,
];
