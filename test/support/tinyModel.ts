import { writeFile } from 'node:fs/promises';
type Value = { t: number; v: unknown };
const u32 = (v: number): Value => ({ t: 4, v }); const f32 = (v: number): Value => ({ t: 6, v }); const str = (v: string): Value => ({ t: 8, v }); const bool = (v: boolean): Value => ({ t: 7, v });
const arr = (t: number, v: unknown[]): Value => ({ t: 9, v: { t, v } });
class W { parts: Buffer[] = []; len = 0; put(b: Buffer) { this.parts.push(b); this.len += b.length; }
 u32(n: number) { const b = Buffer.alloc(4); b.writeUInt32LE(n); this.put(b); } i32(n: number) { const b = Buffer.alloc(4); b.writeInt32LE(n); this.put(b); } u64(n: number) { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(n)); this.put(b); } f32(n: number) { const b = Buffer.alloc(4); b.writeFloatLE(n); this.put(b); } s(x: string) { const b = Buffer.from(x); this.u64(b.length); this.put(b); }
 val(t: number, v: any): void { if (t === 4) this.u32(v); else if (t === 5) this.i32(v); else if (t === 6) this.f32(v); else if (t === 7) this.put(Buffer.from([v ? 1 : 0])); else if (t === 8) this.s(v); else if (t === 9) { this.u32(v.t); this.u64(v.v.length); for (const x of v.v) this.val(v.t, x); } } }
export async function writeTinyModel(path: string, o: { extraControlTokens?: string[]; contextLength?: number; seed?: number } = {}) {
  const bytes: string[] = []; const cs: number[] = []; let n = 0;
  for (let b = 0; b < 256; b++) { const ok = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174); cs.push(ok ? b : 256 + n++); }
  for (let b = 0; b < 256; b++) bytes.push(String.fromCharCode(cs[b]!));
  const merges = ['t h', 'Ġ t', 'th e', 'Ġt h', 'Ġth e', 'r e', 'i n', 'Ġ Ġ', 'ĠĠ ĠĠ', 'o n', 'e r', 'Ġ f', 'Ġf u', 'n c', 're t', 'u r', 'ret ur', 'retur n', 'Ġ ret', 'Ġret urn'.replace('urn','u')];
  const toks = [...bytes]; for (const m of merges) { const t = m.replace(' ', ''); if (!toks.includes(t)) toks.push(t); }
  const types = toks.map(() => 1);
  for (const t of ['<|endoftext|>', ...(o.extraControlTokens ?? [])]) { toks.push(t); types.push(3); }
  const V = toks.length, E = 32, H = 4, KV = 2, L = 2, FF = 64;
  const md: [string, Value][] = [['general.architecture', str('llama')], ['general.name', str('Tiny')], ['llama.context_length', u32(o.contextLength ?? 2048)], ['llama.embedding_length', u32(E)], ['llama.block_count', u32(L)], ['llama.feed_forward_length', u32(FF)], ['llama.attention.head_count', u32(H)], ['llama.attention.head_count_kv', u32(KV)], ['llama.attention.layer_norm_rms_epsilon', f32(1e-5)], ['llama.rope.dimension_count', u32(E / H)], ['llama.vocab_size', u32(V)], ['tokenizer.ggml.model', str('gpt2')], ['tokenizer.ggml.pre', str('gpt-2')], ['tokenizer.ggml.tokens', arr(8, toks)], ['tokenizer.ggml.token_type', arr(5, types)], ['tokenizer.ggml.merges', arr(8, merges)], ['tokenizer.ggml.bos_token_id', u32(toks.indexOf('<|endoftext|>'))], ['tokenizer.ggml.eos_token_id', u32(toks.indexOf('<|endoftext|>'))], ['tokenizer.ggml.add_bos_token', bool(false)]];
  const T: [string, number[]][] = [['token_embd.weight', [E, V]], ['output_norm.weight', [E]], ['output.weight', [E, V]]];
  for (let l = 0; l < L; l++) T.push([`blk.${l}.attn_norm.weight`, [E]], [`blk.${l}.attn_q.weight`, [E, E]], [`blk.${l}.attn_k.weight`, [E, E / H * KV]], [`blk.${l}.attn_v.weight`, [E, E / H * KV]], [`blk.${l}.attn_output.weight`, [E, E]], [`blk.${l}.ffn_norm.weight`, [E]], [`blk.${l}.ffn_gate.weight`, [E, FF]], [`blk.${l}.ffn_up.weight`, [E, FF]], [`blk.${l}.ffn_down.weight`, [FF, E]]);
  const w = new W(); w.put(Buffer.from('GGUF')); w.u32(3); w.u64(T.length); w.u64(md.length);
  for (const [k, v] of md) { w.s(k); w.u32(v.t); w.val(v.t, v.v); }
  let off = 0; for (const [name, shape] of T) { w.s(name); w.u32(shape.length); for (const d of shape) w.u64(d); w.u32(0); w.u64(off); off += shape.reduce((a, b) => a * b) * 4; off = Math.ceil(off / 32) * 32; }
  const pad = Math.ceil(w.len / 32) * 32 - w.len; w.put(Buffer.alloc(pad));
  let s = o.seed ?? 1; const r = () => { s = (Math.imul(s, 1664525) + 1013904223) >>> 0; return s / 2 ** 32; };
  for (const [name, shape] of T) { const c = shape.reduce((a, b) => a * b); const b = Buffer.alloc(Math.ceil(c * 4 / 32) * 32); for (let i = 0; i < c; i++) b.writeFloatLE(name.includes('norm') ? 1 : (r() - 0.5) * (name==='output.weight'? 2: 0.8), i * 4); w.put(b); }
  await writeFile(path, Buffer.concat(w.parts));
}
