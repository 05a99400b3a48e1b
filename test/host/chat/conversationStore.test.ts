import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { ConversationStore } from '../../../src/host/chat/store/conversationStore.ts';
import { lockEnding } from '../../../src/host/chat/store/withFileLock.ts';
import { type Disk, realDisk, temporaryEnding } from '../../../src/host/chat/store/writeAtomically.ts';
import type { AnswerMessage, Conversation, Message } from '../../../src/shared/conversation.ts';

describe('conversations on disk', () => {
  let folder: string;
  let problems: string[];
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'leeward-chat-')), 'chat');
    problems = [];
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const storeWith = (disk?: Disk): ConversationStore =>
    new ConversationStore({ folder, onProblem: (sentence) => problems.push(sentence), ...(disk && { disk }) });

  it('come back as they were saved, the newest first', async () => {
    await storeWith().save(conversation('one', ['What is a mutex?', 'A lock.'], 10), true);
    await storeWith().save(conversation('two', ['And a semaphore?'], 20), true);
    const store = storeWith();
    assert.deepEqual(await store.open('one'), conversation('one', ['What is a mutex?', 'A lock.'], 10));
    assert.deepEqual(
      (await store.list()).map(({ id, title, messages }) => [id, title, messages]),
      [
        ['two', 'And a semaphore?', 1],
        ['one', 'What is a mutex?', 2],
      ],
    );
    assert.deepEqual(problems, []);
  });

  it('are none where nothing was ever said', async () => {
    assert.deepEqual(await storeWith().list(), []);
    assert.equal(await storeWith().open('one'), undefined);
  });

  it('are found by all words of a search, with what stands around the first', async () => {
    const store = storeWith();
    await store.save(conversation('one', ['What is a mutex?', `${'word '.repeat(40)}A Lock that waits.`], 10), true);
    await store.save(conversation('two', ['What waits?'], 20), true);
    const found = await store.list('lock WAITS');
    assert.deepEqual(
      found.map(({ id }) => id),
      ['one'],
    );
    assert.match(found[0]?.excerpt ?? '', /^….*word A Lock that waits\.$/);
    assert.deepEqual(await store.list('lock nowhere'), []);
  });

  it('are found by what was typed, not by the prompt that a slash command stands for', async () => {
    const [question, ...others] = conversation('one', ['Explain each step of it.', 'It waits.'], 10).messages;
    assert.ok(question?.role === 'user');
    const messages = [{ ...question, typed: '/explain the mutex' }, ...others];
    const store = storeWith();
    await store.save({ ...conversation('one', [], 10), title: 'Locks', messages }, true);
    assert.deepEqual(await store.list('each step'), []);
    assert.equal((await store.list('mutex'))[0]?.excerpt, '/explain the mutex');
  });

  it('are renamed, and deleted for good', async () => {
    const store = storeWith();
    await store.save(conversation('one', ['secret question'], 10), true);
    await store.rename('one', 'Another title');
    assert.equal((await store.list())[0]?.title, 'Another title');
    await store.delete('one');
    assert.deepEqual(await readdir(folder), []);
    assert.deepEqual(await store.list(), []);
  });

  for (const [what, text] of [
    ['cut off', conversationFile('one').slice(0, 60)],
    ['empty', ''],
    ['of another shape', '{"schemaVersion":1,"conversation":{"id":"one"},"deletedIds":[]}'],
    ['of another conversation', conversationFile('two')],
    ['without a version', '{"conversation":{}}'],
  ] as const) {
    it(`are set aside where a file is ${what}, which is said once; the others are there`, async () => {
      const store = storeWith();
      await store.save(conversation('fine', ['Still here?'], 10), true);
      await writeFile(join(folder, 'one.json'), text);
      assert.deepEqual(
        (await store.list()).map(({ id }) => id),
        ['fine'],
      );
      await store.list();
      assert.equal(await store.open('one'), undefined);
      assert.equal(problems.length, 1);
      assert.ok(problems[0]?.includes(join(folder, 'one.json.damaged')), problems[0]);
      assert.equal(await readFile(join(folder, 'one.json.damaged'), 'utf8'), text);
    });
  }

  it('are left alone where a newer Leeward has written them, which is said once', async () => {
    const store = storeWith();
    await store.save(conversation('fine', ['Still here?'], 10), true);
    const newer = '{"schemaVersion":2,"anything":true}';
    await writeFile(join(folder, 'one.json'), newer);
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      ['fine'],
    );
    await store.list();
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /newer Leeward \(schema 2\).*Update Leeward/);
    await assert.rejects(store.save(conversation('one', ['Mine'], 10), true), /newer Leeward/);
    assert.equal(await readFile(join(folder, 'one.json'), 'utf8'), newer);
  });

  it('stay as they were where the disk is full, at whatever step', async () => {
    const before = conversation('one', ['What is a mutex?'], 10);
    await storeWith().save(before, true);
    for (const [ending, step] of [
      ...(['open', 'write'] as const).map((step) => [lockEnding, step] as const),
      ...(['open', 'write', 'sync', 'rename'] as const).map((step) => [temporaryEnding, step] as const),
    ]) {
      const store = storeWith(fullDisk(ending, step));
      await store.open('one');
      await assert.rejects(store.save(conversation('one', ['What is a mutex?', 'A lock.'], 20), true), {
        code: 'ENOSPC',
      });
      assert.deepEqual(await storeWith().open('one'), before, `${step} ${ending}`);
      assert.deepEqual(await readdir(folder), ['one.json'], `${step} ${ending}`);
    }
    assert.deepEqual(problems, []);
  });

  it('are deleted where the disk is full', async () => {
    for (const step of ['open', 'write'] as const) {
      await storeWith().save(conversation('one', ['secret question'], 10), true);
      await storeWith(fullDisk(lockEnding, step)).delete('one');
      assert.deepEqual(await readdir(folder), [], step);
    }
  });

  it('are whole after the process was killed in the middle of writing, again and again', async function () {
    this.timeout(60_000);
    const writer = join(import.meta.dirname, '..', '..', 'support', 'fixtures', 'saveForever.ts');
    let unfinished = 0;
    // When the writer writes is chance: until some kills have met it.
    for (let round = 0; round < 100 && unfinished < 3; round++) {
      const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await sleep((round * 7) % 60);
      child.kill('SIGKILL');
      await exited;
      const found = await storeWith().open('one');
      assert.ok(found !== undefined);
      assert.equal(found.messages[0]?.text, `${found.title} `.repeat(200_000));
      unfinished += (await readdir(folder)).filter((name) => name.endsWith('.tmp')).length;
    }
    assert.deepEqual(problems, []);
    assert.ok(unfinished > 0, 'no kill has met a write');
  });

  it('leave no rest of a crash behind for longer than an hour', async () => {
    const store = storeWith();
    await store.save(conversation('one', ['What is a mutex?'], 10), true);
    await writeFile(join(folder, '.old.tmp'), '{');
    await writeFile(join(folder, '.new.tmp'), '{');
    await utimes(join(folder, '.old.tmp'), 1, 1);
    await storeWith().list();
    assert.deepEqual((await readdir(folder)).sort(), ['.new.tmp', 'one.json']);
  });

  it('keep what each of two windows has added, and what neither has deleted', async () => {
    const [left, right] = [storeWith(), storeWith()];
    const base = conversation('one', ['What is a mutex?', 'A lock.'], 10);
    await left.save(base, true);
    await right.open('one');
    await left.save(withAnother(base, 'left', 'one-1'), true);
    await right.save(withAnother(base, 'right', 'one-1'), true);
    const both = await storeWith().open('one');
    assert.deepEqual(both?.messages.map(({ id }) => id).sort(), ['left', 'one-0', 'one-1', 'right']);
    // The left one deletes its own, and does not know the other's.
    await left.save(base, true);
    assert.deepEqual(
      (await storeWith().open('one'))?.messages.map(({ id }) => id),
      ['one-0', 'one-1', 'right'],
    );
    // The right one has it in its memory still, and does not bring it back.
    await right.save({ ...withAnother(base, 'right', 'one-1'), title: 'Renamed' }, true);
    const last = await storeWith().open('one');
    assert.deepEqual(
      last?.messages.map(({ id }) => id),
      ['one-0', 'one-1', 'right'],
    );
    assert.equal(last?.title, 'Renamed');
    // The left one has the old title in its memory still, and does not bring it back, however often it saves.
    await left.save(base, true);
    await left.save(base, true);
    assert.equal((await storeWith().open('one'))?.title, 'Renamed');
  });

  it('keep what two windows add at the same moment', async () => {
    const base = conversation('one', ['What is a mutex?', 'A lock.'], 10);
    await storeWith().save(base, true);
    const windows = Array.from({ length: 8 }, () => storeWith());
    for (const store of windows) await store.open('one');
    await Promise.all(windows.map((store, at) => store.save(withAnother(base, `w${at}`, 'one-1'), false)));
    const added = (await storeWith().open('one'))?.messages.map(({ id }) => id).filter((id) => id.startsWith('w'));
    assert.deepEqual(added?.sort(), ['w0', 'w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7']);
    assert.deepEqual(await readdir(folder), ['one.json']);
  });

  it('are not written back by a window that has them in its memory, once another has deleted them', async () => {
    const [left, right] = [storeWith(), storeWith()];
    const secret = conversation('one', ['secret question'], 10);
    await left.save(secret, true);
    await right.open('one');
    await left.delete('one');
    assert.equal(await right.save(secret, true), 'deleted');
    assert.equal(await right.save(secret, true), 'deleted');
    assert.deepEqual(await readdir(folder), []);
  });

  it('are written by a window that has them in its memory, where their file was set aside as damaged', async () => {
    const [left, right] = [storeWith(), storeWith()];
    const base = conversation('one', ['What is a mutex?', 'A lock.'], 10);
    await left.save(base, true);
    await writeFile(join(folder, 'one.json'), '{');
    assert.deepEqual(await right.list(), []);
    assert.equal(await left.save(withAnother(base, 'next', 'one-1'), true), 'saved');
    assert.equal((await storeWith().open('one'))?.messages.length, 3);
    // What was set aside is of the same conversation, and goes with it.
    await right.delete('one');
    assert.deepEqual(await readdir(folder), []);
    assert.equal(await left.save(base, true), 'deleted');
  });

  it('are deleted though their file is only there as a damaged one', async () => {
    const store = storeWith();
    await store.save(conversation('one', ['secret question'], 10), true);
    await writeFile(join(folder, 'one.json'), '{"secret question');
    await store.list();
    await store.delete('one');
    assert.deepEqual(await readdir(folder), []);
  });

  it('are saved though a process was killed that had begun to', async () => {
    const { pid = 0 } = spawnSync(process.execPath, ['--version']);
    await storeWith().save(conversation('one', ['What is a mutex?'], 10), true);
    await writeFile(join(folder, '.one.lock'), `${pid}-0123@${hostname()}`);
    await storeWith().save(conversation('one', ['What is a mutex?', 'A lock.'], 20), true);
    assert.deepEqual(await readdir(folder), ['one.json']);
    assert.equal((await storeWith().open('one'))?.messages.length, 2);
  });

  it('have an answer as the window that asked for it knows it, whatever another window takes it for', async () => {
    const withAnswer = (text: string, status: AnswerMessage['status']): Conversation => {
      const [question, answer] = conversation('one', ['How?', text], 10).messages;
      assert.ok(question !== undefined && answer?.role === 'assistant');
      return { ...conversation('one', ['How?', text], 10), messages: [question, { ...answer, status }] };
    };
    for (const [text, status] of [
      ['', 'refused'],
      ['So and so.', 'complete'],
    ] as const) {
      await rm(folder, { recursive: true, force: true });
      const [asking, other] = [storeWith(), storeWith()];
      await asking.save(withAnswer('So and', 'streaming'), false);
      await other.open('one');
      await other.save(withAnswer('So and', 'stopped'), true);
      await asking.save(withAnswer(text, status), true);
      await other.save(withAnswer('So and', 'stopped'), true);
      const answer = (await storeWith().open('one'))?.messages[1];
      assert.deepEqual(answer?.role === 'assistant' && [answer.text, answer.status], [text, status]);
    }
  });

  it('hold every message that was added and not deleted, whatever two windows do', async function () {
    this.timeout(60_000);
    const step = fc.record({ window: fc.nat(1), act: fc.constantFrom('add', 'delete'), pick: fc.nat(20) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await rm(folder, { recursive: true, force: true });
        const start = conversation('one', ['question', 'answer'], 1);
        await storeWith().save(start, false);
        const windows = [storeWith(), storeWith()];
        const has: Conversation[] = [start, start];
        for (const store of windows) await store.open('one');
        const alive = new Set(['one-0', 'one-1']);
        for (const [index, { window, act, pick }] of steps.entries()) {
          const mine = has[window] ?? assert.fail();
          if (act === 'add') {
            has[window] = withAnother(mine, `m${index}`, 'one-1');
            alive.add(`m${index}`);
          } else {
            const deletable = mine.messages.slice(2);
            const gone = deletable[pick % Math.max(1, deletable.length)];
            if (gone === undefined) continue;
            has[window] = { ...mine, messages: mine.messages.filter((message) => message !== gone) };
            alive.delete(gone.id);
          }
          await windows[window]?.save(has[window] ?? mine, false);
        }
        const found = await storeWith().open('one');
        assert.deepEqual(found?.messages.map(({ id }) => id).sort(), [...alive].sort());
      }),
      { numRuns: 40 },
    );
  });
});

function conversation(id: string, texts: readonly string[], updatedAtMs: number): Conversation {
  const messages = texts.map((text, index): Message => {
    const base = {
      id: `${id}-${index}`,
      createdAtMs: index,
      text,
      ...(index > 0 && { parentId: `${id}-${index - 1}` }),
    };
    return index % 2 === 0
      ? { ...base, role: 'user', attachments: [] }
      : { ...base, role: 'assistant', status: 'complete', modelName: 'model' };
  });
  const leaf = messages.at(-1);
  return { id, title: texts[0] ?? '', createdAtMs: 0, updatedAtMs, messages, ...(leaf && { leafId: leaf.id }) };
}

function withAnother(to: Conversation, id: string, parentId: string): Conversation {
  const message: Message = { id, parentId, role: 'user', createdAtMs: 5, text: `question ${id}`, attachments: [] };
  return { ...to, messages: [...to.messages, message], leafId: id };
}

function conversationFile(id: string): string {
  return JSON.stringify({ schemaVersion: 1, conversation: conversation(id, ['question'], 1), deletedIds: [] });
}

/** @param ending of the files that there is no room for. */
function fullDisk(ending: string, step: 'open' | 'write' | 'sync' | 'rename'): Disk {
  const failAt = (now: typeof step, path: string): void => {
    if (now === step && path.endsWith(ending))
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  return {
    open: async (path, flags, mode) => {
      failAt('open', path);
      const file = await realDisk.open(path, flags, mode);
      return {
        writeFile: async (text) => {
          // A part of it still fits.
          if (step === 'write' && path.endsWith(ending)) await file.writeFile(String(text).slice(0, 10));
          failAt('write', path);
          await file.writeFile(text);
        },
        sync: async () => {
          failAt('sync', path);
          await file.sync();
        },
        close: () => file.close(),
      };
    },
    rename: async (from, to) => {
      failAt('rename', from);
      await realDisk.rename(from, to);
    },
  };
}
