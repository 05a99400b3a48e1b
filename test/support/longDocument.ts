/** A document of at least so many lines, as large as people complain about: 40 imports, then classes of 12 methods. */
export function longDocument(
  languageId: 'typescript' | 'python',
  lineCount: number,
): { readonly path: string; readonly text: string } {
  const { imports, classOf, path } = languageId === 'python' ? python : typescript;
  const lines: string[] = [...imports];
  for (let index = 0; lines.length < lineCount; index++) lines.push(...classOf(index));
  return { path, text: lines.join('\n') };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

const typescript = {
  path: 'src/long.ts',
  imports: [
    "import * as io from './io';",
    ...numbers(40).map((index) => `import {\n  helper${index},\n  type Shape${index},\n} from './module${index}';`),
  ],
  classOf: (index: number) => [
    `export class Service${index} extends Base${index % 7} implements Runnable {`,
    `  readonly #items = new Map<string, Shape${index % 40}>();`,
    ...numbers(12).flatMap((method) => [
      `  async process${method}(input: Shape${(index + method) % 40}, limit: number): Promise<Result${method}> {`,
      `    const found = this.#items.get(input.name) ?? helper${method}(input.value, limit);`,
      `    if (found === undefined || limit > ${method}) throw new Error(\`no \${input.name}\`);`,
      `    for (const entry of found.entries.filter(({ kind }) => kind === 'open')) {`,
      `      await this.process${(method + 1) % 12}(entry.child, limit - 1);`,
      '    }',
      '    return { name: input.name, total: found.count + limit };',
      '  }',
      '',
    ]),
    '}',
    '',
  ],
};

const python = {
  path: 'long.py',
  imports: [
    'import io',
    ...numbers(40).map((index) => `from .module${index} import (\n    helper${index},\n    Shape${index},\n)`),
  ],
  classOf: (index: number) => [
    '',
    `class Service${index}(Base${index % 7}):`,
    `    def __init__(self, items: dict[str, Shape${index % 40}]) -> None:`,
    '        self.items = items',
    '',
    ...numbers(12).flatMap((method) => [
      `    def process${method}(self, input: Shape${(index + method) % 40}, limit: int = 3) -> Result${method}:`,
      `        found = self.items.get(input.name) or helper${method}(input.value, limit)`,
      `        if found is None or limit > ${method}:`,
      '            raise ValueError(f"no {input.name}")',
      '        for entry in [e for e in found.entries if e.kind == "open"]:',
      `            self.process${(method + 1) % 12}(entry.child, limit - 1)`,
      `        return Result${method}(name=input.name, total=found.count + limit)`,
      '',
    ]),
  ],
};
