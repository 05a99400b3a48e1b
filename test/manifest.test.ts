import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { slashCommands } from '../src/core/chat/slashCommands.ts';
import { parseSettings, settingDefinitions, settingsSection } from '../src/shared/settings.ts';
import { listFiles } from '../tools/listFiles.ts';
import { readManifest, settingRows, settingsOf } from './support/manifest.ts';

const repository = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const manifest = readManifest(join(repository, 'package.json'));
const settings = settingsOf(manifest);
const definitions = Object.entries(settingDefinitions).map(
  ([key, definition]) => [`${settingsSection}.${key}`, definition] as const,
);
const commandIds = manifest.contributes.commands.map(({ command }) => command).sort();

describe('manifest', () => {
  it('contributes the commands that the code registers, and no others', () => {
    assert.ok(commandIds.length > 0);
    assert.deepEqual(commandIds, registeredCommands());
  });

  it('gives each command the category Leeward and a title', () => {
    for (const { category, title } of manifest.contributes.commands) {
      assert.equal(category, 'Leeward');
      assert.match(title, /^[A-Z]/);
    }
  });

  it('gives the chat participant the slash commands of the chat', () => {
    const commands = slashCommands.map(({ id, sentence }) => ({ name: id, description: sentence }));
    assert.deepEqual(
      manifest.contributes.chatParticipants.map((participant) => participant.commands),
      [commands],
    );
  });

  it('has only known commands in menus and keybindings, and a `when` on each keybinding', () => {
    const { menus = {}, submenus = [] } = manifest.contributes;
    const inMenus = Object.values(menus).flat();
    const inKeybindings = manifest.contributes.keybindings ?? [];
    const known = [...commandIds, ...submenus.map(({ id }) => id)];
    for (const { command, submenu } of [
      ...inMenus,
      ...inKeybindings.map(({ command }) => ({ command, submenu: undefined })),
    ])
      assert.ok(known.includes(command ?? submenu ?? ''), command ?? submenu);
    for (const { command, when } of inKeybindings) assert.ok(when, command);
  });

  it('gives reviews keys of the editor in diffs alone', () => {
    const ofReviews = (manifest.contributes.keybindings ?? []).filter(({ when }) =>
      /leeward\.is(?:Reviewing|Writing)/.test(when ?? ''),
    );
    assert.ok(ofReviews.length > 0);
    for (const { command, when } of ofReviews) assert.match(when ?? '', /&& isInDiffEditor$/, command);
  });

  it('has each key of reviews in README.md', () => {
    const ofReviews = (manifest.contributes.keybindings ?? []).filter(({ when }) =>
      /leeward\.is(?:Reviewing|Writing)/.test(when ?? ''),
    );
    const [, section = ''] = /^## Refactor$(.*?)^## /ms.exec(read('README.md')) ?? [];
    const asWritten = (key: string) => key.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
    for (const { command, key, mac } of ofReviews)
      for (const one of [key, ...(mac === undefined ? [] : [mac])])
        assert.ok(section.includes(asWritten(one)), `${one} of ${command}`);
  });

  it('offers what is about all files wherever a change is proposed in any', () => {
    const palette = manifest.contributes.menus?.['commandPalette'] ?? [];
    for (const id of ['leeward.acceptAllFiles', 'leeward.rejectAllFiles'])
      assert.equal(palette.find(({ command }) => command === id)?.when, 'leeward.hasProposals');
  });

  it('has the settings that the code reads, with the same defaults', () => {
    const inManifest = Object.entries(settings).map(([setting, { default: value }]) => [setting, value]);
    const inCode = definitions.map(([setting, { defaultValue }]) => [setting, defaultValue]);
    assert.deepEqual(Object.fromEntries(inManifest), Object.fromEntries(inCode));
  });

  it('allows what the code allows, at the ends of each range and past them', () => {
    for (const [setting, { schema }] of definitions) {
      const {
        type,
        default: defaultValue,
        minimum,
        maximum,
        enum: options,
      } = settings[setting] ?? assert.fail(setting);
      const accepts = (value: unknown) => v.is(schema, value);
      assert.ok(accepts(defaultValue), setting);
      for (const option of options ?? []) assert.ok(accepts(option), `${setting} ${option}`);
      if (options) assert.ok(!accepts('no such option'), setting);
      if (type !== 'integer') continue;
      assert.ok(minimum !== undefined && maximum !== undefined, setting);
      assert.ok(accepts(minimum) && accepts(maximum), setting);
      assert.ok(!accepts(minimum - 1) && !accepts(maximum + 1) && !accepts(minimum + 0.5), setting);
    }
  });

  it('describes each setting, and each of its options', () => {
    for (const [setting, { markdownDescription, enum: options, enumDescriptions }] of Object.entries(settings)) {
      assert.match(markdownDescription, /^[A-Z].*\.$/, setting);
      assert.equal(enumDescriptions?.length, options?.length, setting);
    }
  });

  it('keeps every path and everything about the machine out of the reach of a workspace', () => {
    for (const [setting, { scope }] of Object.entries(settings)) {
      const ofMachine = /\.path$|^leeward\.(?:model|engine|python)\./.test(setting);
      assert.equal(scope, ofMachine ? 'machine' : 'window', setting);
    }
  });

  it('lets a workspace that is not trusted set only how completions look and what they may cost', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    // Else VS Code takes no notice of the list.
    assert.equal(supported, 'limited');
    const harmless = [
      'leeward.completion.alternatives',
      'leeward.completion.eagerness',
      'leeward.completion.multiline',
      'leeward.context.budget',
    ];
    const ofWorkspace = Object.keys(settings).filter((setting) => settings[setting]?.scope === 'window');
    assert.deepEqual([...restrictedConfigurations, ...harmless].sort(), ofWorkspace.sort());
  });

  it('agrees with the table of settings in README.md', () => {
    const inCode = definitions.map(([setting, { defaultValue }]) => [setting, JSON.stringify(defaultValue)]);
    assert.deepEqual(Object.fromEntries(settingRows(read('README.md'))), Object.fromEntries(inCode));
  });

  it('asks for the VS Code whose API the compiler checks', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });

  it('has its icon', () => assert.ok(existsSync(join(repository, manifest.icon))));

  it('has no address of a registry in its lock files', () => {
    const lockFiles = listFiles(repository, ['package-lock.json']);
    assert.ok(lockFiles.includes('package-lock.json'));
    for (const path of lockFiles) assert.doesNotMatch(read(path), /"resolved":\s*"https?:/, path);
  });
});

describe('settings', () => {
  it('have their defaults where nothing is set', () => {
    const { settings: parsed, problems } = parseSettings({});
    assert.deepEqual(problems, []);
    assert.equal(parsed.model.contextSizeTokens, 4096);
    assert.equal(parsed.engine.idleMs, 60_000);
    assert.deepEqual(parsed.completion.disabledLanguages, ['scminput']);
  });

  it('keep what is valid and say one sentence for what is not', () => {
    const raw = { 'model.path': 'models/a.gguf', 'model.contextSize': 8192, 'engine.gpu': 'quantum', enable: 'yes' };
    const { settings: parsed, problems } = parseSettings(raw);
    assert.equal(parsed.model.contextSizeTokens, 8192);
    assert.equal(parsed.model.path, '');
    assert.equal(parsed.engine.gpu, 'auto');
    assert.equal(problems.length, 3);
    for (const key of ['leeward.model.path', 'leeward.engine.gpu', 'leeward.enable']) {
      assert.equal(problems.filter((problem) => problem.includes(`${key} is `)).length, 1, key);
    }
    assert.match(problems.join('\n'), /"quantum", but must be one of "auto", "cpu", "cuda", "metal", "vulkan"/);
  });

  it('take absolute paths of every platform, and the empty one', () => {
    for (const path of ['', '/models/a.gguf', 'C:\\models\\a.gguf', 'd:/models/a.gguf', '\\\\host\\share\\a.gguf']) {
      assert.equal(parseSettings({ 'model.path': path }).settings.model.path, path);
    }
  });

  it('are frozen, and share nothing with what was given', () => {
    const languages = ['markdown'];
    const { settings: parsed } = parseSettings({ 'completion.disabledLanguages': languages });
    languages.push('python');
    assert.deepEqual(parsed.completion.disabledLanguages, ['markdown']);
    assert.ok(Object.isFrozen(parsed) && Object.isFrozen(parsed.completion.disabledLanguages));
  });

  it('never fail, whatever is given', () => {
    const odd: readonly unknown[] = [
      null,
      [],
      {},
      '',
      'x',
      -1,
      Number.NaN,
      Infinity,
      2 ** 60,
      true,
      () => 0,
      Symbol('s'),
    ];
    for (const key of Object.keys(settingDefinitions)) {
      for (const value of odd) assert.ok(parseSettings({ [key]: value }).problems.length <= 1);
    }
  });
});

/** Ids as `registerCommand` and command tables of `src/host` have them. */
function registeredCommands(): readonly string[] {
  const sources = listFiles(join(repository, 'src'), ['.ts']).map((path) => read(`src/${path}`));
  const ids = sources
    .filter((source) => source.includes('registerCommand'))
    .flatMap((source) => [...source.matchAll(/'(leeward\.[A-Za-z]+)'(?=\s*[,:\]])/g)].map(([, id = '']) => id));
  return [...new Set(ids)].sort();
}
