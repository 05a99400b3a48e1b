/**
 * Whether a comment, with what it begins with, is obeyed by a compiler or a tool: without it, the code is another.
 *
 * @param row 0-based, of the file: some are read only at its top.
 */
export function isDirective(comment: string, row: number): boolean {
  if (row === 0 && comment.startsWith('#!')) return true;
  return (row < 2 && encoding.test(comment)) || patterns.some((pattern) => pattern.test(comment));
}

const encoding = /^#\s*(?:-\*-|(?:file)?(?:en)?coding[:=])/;

const patterns: readonly RegExp[] = [
  // Compilers.
  /^\/\/(?:go|line|export|sys|extern)\b[: ]|^\/\/\s*\+build\b/,
  /^(?:\/\/|\/\*+)\s*#\s*(?:include|cgo|define|if|endif)\b/,
  /^\/\/\/\s*</,
  /^(?:\/\/|\/\*+)\s*(?:@(?:ts-|jsx|flow\b|vite-|vitest-|jest-)|[#@]__|webpack\w+:)/,
  /^#\s*(?:frozen_string_literal|warn_indent|shareable_constant_value|typed):/,
  // Linters, formatters, type checkers and what measures coverage.
  /^(?:\/\/|\/\*+)\s*(?:eslint|biome|prettier|oxlint|tslint|jshint|deno|istanbul|c8|v8)-?\s?(?:ignore|lint|disable|enable|env|fmt)/,
  /^\/\*\s*eslint\b/,
  /^(?:\/\/|\/\*+)\s*(?:NOLINT|NOSONAR|IWYU pragma|clang-format|swiftlint:|ktlint-|noinspection\b|phpcs:|@phpstan-|@psalm-)/,
  /^\/\/\s*nolint\b/,
  /^#\s*(?:type:\s*ignore|noqa\b|nosec\b|(?:pragma|pylint|pyright|mypy|ruff|fmt|yapf|isort|flake8|cython|rubocop|steep):)/,
  /^#\s*shellcheck\s+\w+=/,
];
