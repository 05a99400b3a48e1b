import { baseName, folderOf, isTestPath } from '../context/paths.ts';

/** Where the tests of a file are, or are to be. */
export type TestPlace =
  | { readonly kind: 'existing'; readonly path: string }
  | { readonly kind: 'new'; readonly path: string };

/**
 * The test file that belongs to a file by its name, the nearest one; else where one is to be made, as those that are there
 * are named and placed, or as is usual in the language.
 *
 * @param path `/`-separated, as all of them, relative to the workspace folder.
 * @param testPaths of the workspace.
 */
export function testPlace(path: string, testPaths: readonly string[]): TestPlace {
  const own = baseName(path);
  const ending = endingOf(path);
  const same = testPaths.filter((one) => isTestPath(one) && endingOf(one) === ending);
  const nearest = (some: readonly string[]) =>
    some.toSorted(
      (a, b) => Number(isNamedAsTest(b)) - Number(isNamedAsTest(a)) || near(b) - near(a) || a.length - b.length,
    )[0];
  const near = (one: string) => distance(one, path);
  const tests = same.filter((one) => !isHelper(one) && !isForeign(one, path));
  const existing = nearest(
    tests.filter((one) => testedName(one).toLowerCase() === own.toLowerCase() && isOfSamePackage(one, path)),
  );
  if (existing !== undefined) return { kind: 'existing', path: existing };
  const model = nearest(tests.filter((one) => isNamedAsTest(one) || inTestFolder.test(one)));
  const made = model === undefined ? usualPath(path) : pathLike(model, path);
  return { kind: same.includes(made) ? 'existing' : 'new', path: made };
}

/** `pump.test.ts`, `test_pump.py`, `PumpTest.java`: not what merely lies in a folder of tests. */
function isNamedAsTest(path: string): boolean {
  return /[._-](?:test|spec)s?\.\w+$|(?:^|\/)test_[^/]*$|(?:Tests?|Spec)\.\w+$/.test(path);
}

/** Some name no file of theirs as a test. */
const inTestFolder = /(?:^|\/)(?:tests?|specs?|__tests__)\/[^/]*$/;

/** What tests need, and no runner collects. */
function isHelper(path: string): boolean {
  return /(?:^|\/)(?:__init__|conftest|(?:test|spec)_helper|setup|helpers?|utils?|common|support|index|main)\.\w+$|\.d\.[cm]?ts$/.test(
    path,
  );
}

/** In what is tried out, measured, quoted or bought in: unless what is tested is a part of it. */
function isForeign(testPath: string, path: string): boolean {
  const own = new Set(folderOf(path).split('/'));
  return folderOf(testPath)
    .split('/')
    .some((name) => foreignFolders.test(name) && !own.has(name));
}

const foreignFolders =
  /^(?:testdata|_*fixtures?_*|_*mocks_*|examples?|benches|benchmarks?|vendor|third[_-]party|node_modules)$/;

/** `pump` of `pump.test.ts`, `test_pump.py`, `PumpTest.java`, `pump_test.go`, `pump-spec.rb`. */
function testedName(path: string): string {
  return baseName(path).replace(/^test_|[_-](?:test|spec)s?$|(?:Tests?|Spec)$/g, '');
}

/** The tests of another package may have the same name. A folder of tests need not have all the folders of what it tests. */
function isOfSamePackage(testPath: string, path: string): boolean {
  const own = new Set(folderOf(path).split('/'));
  return folderOf(testPath)
    .split('/')
    .every((name) => own.has(name) || roleFolders.has(name));
}

const roleFolders: ReadonlySet<string> = new Set([
  ...['', 'test', 'tests', '__tests__', 'spec', 'specs', 'src', 'lib', 'main', 'unit', 'Tests', 'Test'],
]);

function endingOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Names of folders that both paths have: the more, the nearer. */
function distance(path: string, other: string): number {
  const folders = new Set(folderOf(other).split('/'));
  return folderOf(path)
    .split('/')
    .filter((name) => folders.has(name)).length;
}

/** In the same folder as the model where that is beside its sources, else in that folder; named in the same way. */
function pathLike(model: string, path: string): string {
  const own = baseName(path);
  const name = model.slice(model.lastIndexOf('/') + 1);
  const folder = isTestPath(`${folderOf(model)}/x.y`) ? folderOf(model) : folderOf(path);
  return joined(folder, name.replace(testedName(model), own));
}

function usualPath(path: string): string {
  const ending = endingOf(path);
  const [folder, own] = [folderOf(path), baseName(path)];
  const name: Readonly<Record<string, string>> = {
    py: `test_${own}.py`,
    go: `${own}_test.go`,
    java: `${own}Test.java`,
    kt: `${own}Test.kt`,
    cs: `${own}Tests.cs`,
    rb: `${own}_spec.rb`,
    php: `${own}Test.php`,
    c: `test_${own}.c`,
    cpp: `${own}_test.cpp`,
    rs: `${own}_test.rs`,
  };
  return joined(folder, name[ending] ?? `${own}.test.${ending}`);
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
