/**
 * Code that nobody wrote, in five languages: the same seed gives the same repository. It is somewhat denser than what people
 * write: 290 nodes, 12 names and 3 definitions in 1,000 characters, against 235, 7 and 2 in the repositories of `bench:context`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes `count` files of about `fileBytes` each. @returns their paths, relative to `folder`. */
export async function writeRepository(
  folder: string,
  count: number,
  fileBytes: number,
  seed: number,
): Promise<readonly string[]> {
  const paths: string[] = [];
  const madeFolders = new Set<string>();
  for (let index = 0; index < count; index++) {
    const random = new Random(seed * 1_000_003 + index);
    // A part of the repository is in one language, and has about ten files a folder.
    const part = random.below(allNouns.length);
    const language = languages[part % languages.length] ?? typescript;
    const area = `${allNouns[part]}/${random.pick(allNouns.slice(0, 8))}`;
    const path = `src/${area}/${snake(random)}_${index}${language.ending}`;
    const target = join(folder, path);
    if (!madeFolders.has(area)) await mkdir(dirname(target), { recursive: true });
    madeFolders.add(area);
    await writeFile(target, fileText(language, random, fileBytes));
    paths.push(path);
  }
  return paths;
}

/** A function more, for an edit. */
export function oneFunction(path: string, name: string): string {
  const language = languages.find(({ ending }) => path.endsWith(ending)) ?? typescript;
  return language.func(name, new Random(name.length));
}

interface Language {
  readonly ending: string;
  readonly head: (random: Random) => string;
  readonly func: (name: string, random: Random) => string;
  readonly type: (name: string, random: Random) => string;
}

function fileText({ head, func, type }: Language, random: Random, fileBytes: number): string {
  const parts = [head(random)];
  let length = parts[0]?.length ?? 0;
  while (length < fileBytes) {
    const part = random.below(4) === 0 ? type(pascal(random), random) : func(camel(random), random);
    parts.push(part);
    length += part.length;
  }
  return parts.join('\n');
}

/** Numbers by a linear congruence. */
class Random {
  #state: number;
  /** What a file is about: its names repeat. */
  readonly nouns: readonly string[];

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
    this.nouns = Array.from({ length: 6 }, () => this.pick(allNouns));
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick(values: readonly string[]): string {
    return values[this.below(values.length)] ?? '';
  }
}

const verbs =
  'read write parse load save merge find count build check open close send receive render update apply resolve'.split(
    ' ',
  );
const allNouns = (
  'account address archive batch buffer cache channel client cluster column command config context cursor device document ' +
  'entry event field filter folder frame graph handler header index invoice item job key label layer ledger limit link list ' +
  'lock log market message metric model module network node object offset option order packet page parcel parser patch path ' +
  'payment peer plan policy pool price process profile query queue range record region report request response result role ' +
  'route row rule schema segment server session shard signal socket source state store stream table task template ticket ' +
  'token topic trace transfer tree user value version view wallet window worker zone'
).split(' ');

const verb = (random: Random) => random.pick(verbs);
const noun = (random: Random) => random.pick(random.nouns);
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const camel = (random: Random) => verb(random) + capital(noun(random)) + capital(noun(random));
const pascal = (random: Random) => capital(noun(random)) + capital(noun(random));
const snake = (random: Random) => `${noun(random)}_${noun(random)}`;
const lines = (count: number, line: () => string) => Array.from({ length: count }, line).join('\n');
const comment = (random: Random) =>
  `${capital(verb(random))}s the ${noun(random)} of each ${noun(random)} in the ${noun(random)}.`;

const remark = (random: Random) =>
  `The ${noun(random)} is kept as long as its ${noun(random)} needs it, so that no ${noun(random)} has to ${verb(random)} it again.`;

const typescript: Language = {
  ending: '.ts',
  head: (random) =>
    lines(
      4,
      () => `import { ${camel(random)}, type ${pascal(random)} } from '../${noun(random)}/${snake(random)}_1.ts';`,
    ),
  func: (name, random) => {
    const [item, limit, list] = [noun(random), `${noun(random)}Limit`, `${noun(random)}s`];
    return `
/** ${comment(random)} */
export async function ${name}(${item}: ${pascal(random)}, ${limit} = ${random.below(100)}): Promise<${pascal(random)}[]> {
  const ${list} = await ${camel(random)}(${item}, { ${noun(random)}: ${limit} });
  // ${remark(random)}
  // ${remark(random)}
  for (const [index, { ${noun(random)}Id, ...rest }] of ${list}.entries()) {
    if (rest.${noun(random)} === undefined || index > ${limit}) continue;
    ${list}.push(${camel(random)}(\`\${${item}.${noun(random)}}/\${index}\`, (value) => value.${noun(random)} ?? '${snake(random)}'));
${lines(2 + random.below(4), () => `    this.${noun(random)}.${camel(random)}(${item}.${noun(random)}, ${random.below(1000)});`)}
  }
  return ${list}.filter(({ ${noun(random)} }) => ${noun(random)} !== null).map((one) => ({ ...one, ${noun(random)}: true }));
}
`;
  },
  type: (name, random) => `
/** ${comment(random)} */
export class ${name} extends ${pascal(random)} {
${lines(3, () => `  readonly #${noun(random)}: Map<string, ${pascal(random)}> = new Map();`)}
${lines(
  3,
  () => `
  ${camel(random)}(${noun(random)}: string, options: ${pascal(random)} = {}): number | undefined {
    return this.${noun(random)}.get(options.${noun(random)})?.${camel(random)}(${random.below(9)}) ?? super.${camel(random)}();
  }`,
)}
}
`,
};

const python: Language = {
  ending: '.py',
  head: (random) => lines(4, () => `from ${noun(random)}.${snake(random)} import ${pascal(random)}, ${snake(random)}`),
  func: (name, random) => {
    const [item, list] = [noun(random), `${noun(random)}_list`];
    return `
def ${name}(${item}: ${pascal(random)}, ${noun(random)}_limit: int = ${random.below(100)}, **options: Any) -> list[${pascal(random)}]:
    """${comment(random)}

    ${remark(random)}
    ${remark(random)}
    """
    ${list} = [${snake(random)}(one, key=lambda row: row.${noun(random)}) for one in ${item}.${noun(random)} if one]
    try:
        with ${snake(random)}.open(f"{${item}.${noun(random)}}/${snake(random)}") as stream:
${lines(3 + random.below(4), () => `            ${list}.append(stream.${verb(random)}(${item}["${noun(random)}"], ${random.below(1000)}))`)}
    except (KeyError, ValueError) as error:
        raise ${pascal(random)}Error(f"no ${noun(random)}: {error}") from error
    return sorted(${list}, key=lambda row: (row.${noun(random)}, -row.${noun(random)}))
`;
  },
  type: (name, random) => `
@dataclass(frozen=True)
class ${name}(${pascal(random)}):
    """${comment(random)}"""

${lines(3, () => `    ${snake(random)}: Optional[${pascal(random)}] = None`)}
${lines(
  3,
  () => `
    def ${verb(random)}_${noun(random)}(self, ${noun(random)}: str) -> bool:
        self._${noun(random)} = self.${snake(random)}.${verb(random)}(${random.below(99)})
        return self.${noun(random)} is not None and self._${noun(random)} > ${random.below(99)}`,
)}
`,
};

const go: Language = {
  ending: '.go',
  head: (random) =>
    `package ${noun(random)}\n\nimport (\n\t"context"\n\t"fmt"\n\t"example.org/${noun(random)}/${noun(random)}"\n)`,
  func: (name, random) => {
    const [item, list] = [noun(random), `${noun(random)}s`];
    return `
// ${capital(name)} ${comment(random)}
func (s *${pascal(random)}) ${capital(name)}(ctx context.Context, ${item} *${pascal(random)}, limit int) ([]${pascal(random)}, error) {
	${list}, err := s.${noun(random)}.${capital(camel(random))}(ctx, ${item}.${pascal(random)})
	// ${remark(random)}
	// ${remark(random)}
	if err != nil {
		return nil, fmt.Errorf("${verb(random)} %s: %w", ${item}.${capital(noun(random))}, err)
	}
	for i, one := range ${list} {
		if i >= limit || one.${capital(noun(random))} == nil {
			continue
		}
${lines(2 + random.below(4), () => `\t\ts.${noun(random)}.${capital(verb(random))}(one.${pascal(random)}, ${random.below(1000)})`)}
	}
	return ${list}[:min(len(${list}), limit)], nil
}
`;
  },
  type: (name, random) => `
// ${name} ${comment(random)}
type ${name} struct {
${lines(5, () => `\t${pascal(random)} map[string]*${pascal(random)} \`json:"${snake(random)}"\``)}
}

func New${name}(${noun(random)} string) *${name} {
	return &${name}{${pascal(random)}: make(map[string]*${pascal(random)})}
}
`,
};

const java: Language = {
  ending: '.java',
  head: (random) =>
    `package org.example.${noun(random)};\n\nimport java.util.List;\nimport org.example.${noun(random)}.${pascal(random)};\n`,
  func: (name, random) => `
/** ${comment(random)} */
final class ${capital(name)} {
    private final ${pascal(random)} ${noun(random)};

    public List<${pascal(random)}> ${name}(final ${pascal(random)} ${noun(random)}, int limit) throws ${pascal(random)}Exception {
        // ${remark(random)}
        // ${remark(random)}
        if (limit > ${random.below(100)} && this.${noun(random)} != null) {
            throw new ${pascal(random)}Exception("no ${noun(random)}: " + limit);
        }
${lines(3 + random.below(4), () => `        this.${noun(random)}.${camel(random)}(${noun(random)}.get${pascal(random)}(), ${random.below(1000)});`)}
        return ${noun(random)}.stream().filter(one -> one.get${pascal(random)}() != null).map(${pascal(random)}::new).toList();
    }
}
`,
  type: (name, random) => `
public interface ${name}<T extends ${pascal(random)}> extends ${pascal(random)} {
${lines(5, () => `    /** ${comment(random)} */\n    T ${camel(random)}(String ${noun(random)}, List<${pascal(random)}> ${noun(random)});`)}
}
`,
};

const rust: Language = {
  ending: '.rs',
  head: (random) => lines(3, () => `use crate::${noun(random)}::{${snake(random)}, ${pascal(random)}};`),
  func: (name, random) => {
    const list = `${noun(random)}s`;
    return `
/// ${comment(random)}
pub async fn ${name}<T: ${pascal(random)}>(${noun(random)}: &T, limit: usize) -> Result<Vec<${pascal(random)}>, ${pascal(random)}Error> {
    let mut ${list} = ${snake(random)}(limit, |row| row.${noun(random)}.clone()).await?;
    // ${remark(random)}
    // ${remark(random)}
    match ${list}.first() {
        Some(${pascal(random)}::${pascal(random)} { ${noun(random)}, .. }) if limit > ${random.below(100)} => ${list}.push(${noun(random)}),
        None => return Err(${pascal(random)}Error::${pascal(random)}(format!("no {} in ${noun(random)}", limit))),
        _ => {}
    }
${lines(3 + random.below(4), () => `    self.${noun(random)}.${snake(random)}(&${list}[${random.below(9)}], ${random.below(1000)});`)}
    Ok(${list}.into_iter().filter(|one| one.${noun(random)}.is_some()).take(limit).collect())
}
`;
  },
  type: (name, random) => `
/// ${comment(random)}
#[derive(Debug, Clone)]
pub struct ${name}<'a> {
${lines(4, () => `    pub ${snake(random)}: Option<&'a ${pascal(random)}>,`)}
}

impl<'a> ${name}<'a> {
    pub fn new(${noun(random)}: &'a str) -> Self {
        Self { ${snake(random)}: ${pascal(random)}::from(${noun(random)}), ..Default::default() }
    }
}
`,
};

const languages: readonly Language[] = [typescript, python, go, java, rust];
