import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import * as v from 'valibot';
import {
  branchOf,
  emptyConversation,
  shownMessages,
  withBranch,
  withChanged,
  withMessage,
  withoutMessage,
  withTitle,
} from '../../../src/core/chat/conversationTree.ts';
import { type Conversation, conversationSchema, type Message } from '../../../src/shared/conversation.ts';
import { answer, question } from '../../support/chatMessages.ts';

type Step = readonly [operation: 'ask' | 'answer' | 'edit' | 'delete' | 'select' | 'grow', at: number];

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.tuple(fc.constantFrom('ask', 'answer', 'edit', 'delete', 'select', 'grow'), fc.nat(1_000)),
  { maxLength: 40 },
);

/** Does what a user could: asks at the leaf, answers a question, edits one, ... */
function take(conversation: Conversation, [operation, at]: Step, id: string): Conversation {
  const { messages, leafId } = conversation;
  const any = messages.length === 0 ? undefined : messages[at % messages.length];
  const questions = messages.filter(({ role }) => role === 'user');
  const asked = questions.length === 0 ? undefined : questions[at % questions.length];
  if (operation === 'ask') return withMessage(conversation, question(id, leafId));
  if (operation === 'answer' && asked !== undefined) return withMessage(conversation, answer(id, asked.id));
  if (operation === 'edit' && asked !== undefined) return withMessage(conversation, question(id, asked.parentId));
  if (operation === 'delete' && any !== undefined) return withoutMessage(conversation, any.id, 1);
  if (operation === 'select' && any !== undefined) return withBranch(conversation, any.id);
  if (operation === 'grow' && any !== undefined) return withChanged(conversation, { ...any, text: `${any.text}+` }, 1);
  return conversation;
}

const conversations = steps.map((taken) =>
  taken.reduce((now, step, index) => take(now, step, `m${index}`), emptyConversation('c', 0)),
);

describe('conversationTree', () => {
  it('keeps a tree that can be stored, whose branch goes from a root to the leaf', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        v.parse(conversationSchema, conversation);
        const { messages, leafId } = conversation;
        for (const [index, { parentId }] of messages.entries()) {
          const parentIndex = messages.findIndex(({ id }) => id === parentId);
          assert.ok(parentId === undefined || (parentIndex !== -1 && parentIndex < index));
        }
        const branch = branchOf(conversation);
        assert.equal(branch.length === 0, messages.length === 0);
        assert.equal(branch.at(-1)?.id, leafId);
        for (const [index, { role, parentId }] of branch.entries()) {
          assert.equal(parentId, branch[index - 1]?.id);
          if (role === 'assistant') assert.equal(branch[index - 1]?.role, 'user');
        }
      }),
    );
  });

  it('alternates between user and assistant as long as no answer is missing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('ask', 'edit', 'again'), fc.nat(1_000))), (taken) => {
        let now = emptyConversation('c', 0);
        for (const [index, [operation, at]] of taken.entries()) {
          const questions = now.messages.filter(({ role }) => role === 'user');
          const one = questions.length === 0 ? undefined : questions[at % questions.length];
          let askedId = `q${index}`;
          if (operation === 'again' && one !== undefined) askedId = one.id;
          else now = withMessage(now, question(askedId, operation === 'edit' ? one?.parentId : now.leafId));
          now = withMessage(now, answer(`a${index}`, askedId));
          const roles = branchOf(now).map(({ role }) => role);
          assert.deepEqual(
            roles,
            roles.map((_, place) => (place % 2 === 0 ? 'user' : 'assistant')),
          );
        }
      }),
    );
  });

  it('loses no message but what is deleted, and that with all that follows', () => {
    fc.assert(
      fc.property(conversations, steps, (start, taken) => {
        let now = start;
        for (const [index, step] of taken.entries()) {
          const next = take(now, step, `n${index}`);
          const nextIds = new Set(next.messages.map(({ id }) => id));
          const gone = now.messages.filter(({ id }) => !nextIds.has(id));
          if (step[0] !== 'delete') assert.deepEqual(gone, []);
          else {
            const root = now.messages[step[1] % now.messages.length] as Message;
            const follows = (id: string) => branchOf(now, id).some((message) => message.id === root.id);
            assert.deepEqual(
              gone,
              now.messages.filter(({ id }) => follows(id)),
            );
          }
          const changed = next.messages.filter((one) =>
            now.messages.some((other) => other.id === one.id && other !== one),
          );
          assert.ok(changed.length <= (step[0] === 'grow' ? 1 : 0));
          now = next;
        }
      }),
    );
  });

  it('shows a branch through the chosen message, as far as it goes', () => {
    fc.assert(
      fc.property(
        conversations.filter(({ messages }) => messages.length > 0),
        fc.nat(1_000),
        (conversation, at) => {
          const { id } = conversation.messages[at % conversation.messages.length] as Message;
          const chosen = withBranch(conversation, id);
          assert.ok(branchOf(chosen).some((message) => message.id === id));
          const wasShown = branchOf(conversation).some((message) => message.id === id);
          assert.equal(chosen === conversation, wasShown);
          if (!wasShown) assert.ok(!conversation.messages.some(({ parentId }) => parentId === chosen.leafId));
        },
      ),
    );
  });

  it('tells each shown message its siblings', () => {
    const asked = withMessage(emptyConversation('c', 0), question('q1'));
    const edited = withMessage(withMessage(asked, answer('a1', 'q1')), question('q2'));
    const [shown, ...rest] = shownMessages(edited);
    assert.deepEqual([shown?.message.id, shown?.siblings, rest], ['q2', { index: 1, ids: ['q1', 'q2'] }, []]);
    assert.equal(withBranch(edited, 'q1').leafId, 'a1');
    assert.equal(withoutMessage(edited, 'q2', 1).leafId, 'a1');
  });

  it('is named by its first question, unless the user names it', () => {
    const long = 'Why does the function clampToRange return one more than the highest of its values?\nSee there.';
    const asked = withMessage(emptyConversation('c', 0), { ...question('q1'), text: long });
    assert.equal(asked.title, 'Why does the function clampToRange return one more than the…');
    const named = withTitle(asked, ' My\nown ', 1);
    assert.equal(withMessage(named, question('q2')).title, 'My own');
    assert.equal(withTitle(named, ' ', 1).title, asked.title);
  });

  it('refuses what the page can no longer know of, and an answer to nothing', () => {
    const gone = { name: 'UserError', code: 'inputInvalid' };
    const empty = emptyConversation('c', 0);
    assert.throws(() => withBranch(empty, 'x'), gone);
    assert.throws(() => withoutMessage(empty, 'x', 1), gone);
    const answered = withMessage(withMessage(empty, question('q')), answer('a', 'q'));
    assert.throws(() => withMessage(answered, answer('b', 'a')), { name: 'BugError' });
    assert.throws(() => withMessage(answered, question('q')), { name: 'BugError' });
  });

  it('ends at a cycle in a damaged file', () => {
    const messages = [question('q1', 'a1'), answer('a1', 'q1')];
    assert.equal(branchOf({ ...emptyConversation('c', 0), messages, leafId: 'a1' }).length, 2);
  });
});
