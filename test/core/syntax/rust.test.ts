import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { expandUseTree } from '../../../src/core/syntax/languages/rustUse.ts';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of Rust', () => {
  it('definitions', async () => {
    const text = `//! Of the file.

/// A point.
#[derive(Debug, Clone)]
pub struct Point<T> where T: Num { pub x: f64, y: T }
struct Unit(pub u32);
pub enum Shape { Empty, Circle(u8), Rect { w: i32 } }
pub trait Draw: Base { type Item; const N: usize = 3; fn draw(&self) -> u8; fn twice(&self) { let local = 1; } }
trait Own { fn go(&self); }
impl<T> Draw for Point<T> { fn draw(&self) -> u8 { 1 } }
impl<T: Num> Point<T> {
    /// Makes one.
    pub fn new(x: f64) -> Self { helper(x) }
    fn hidden(&mut self) {}
    pub const ZERO: u8 = 0;
}
impl fmt::Display for &Shape { fn fmt(&self) {} }
pub(crate) const NAME: &str = "s";
static mut COUNT: u8 = 1;
macro_rules! square { ($x:expr) => { $x * $x } }
mod tests { fn works() {} }
mod elsewhere;
pub async unsafe fn run<'a>(text: &'a str) -> Result<(), Error> { fn inner() {} Ok(()) }
type Bytes = Vec<u8>;
extern "C" { fn strlen(text: *const u8) -> usize; }
`;
    assert.deepEqual(await symbolsOf('rust', text), [
      '+ class Point | pub struct Point<T> where T: Num',
      '+ field Point.x | pub x: f64',
      '- field Point.y | y: T',
      '- class Unit | struct Unit(pub u32)',
      '+ enum Shape | pub enum Shape',
      '+ enumMember Shape.Empty | Empty',
      '+ enumMember Shape.Circle | Circle(u8)',
      '+ enumMember Shape.Rect | Rect { w: i32 }',
      '+ interface Draw | pub trait Draw: Base',
      '+ type Draw.Item | type Item',
      '+ constant Draw.N | const N: usize = 3',
      '+ method Draw.draw | fn draw(&self) -> u8',
      '+ method Draw.twice | fn twice(&self)',
      '- interface Own | trait Own',
      '- method Own.go | fn go(&self)',
      '+ method Point.draw | fn draw(&self) -> u8',
      '+ method Point.new | pub fn new(x: f64) -> Self',
      '- method Point.hidden | fn hidden(&mut self)',
      '+ constant Point.ZERO | pub const ZERO: u8 = 0',
      '+ method Shape.fmt | fn fmt(&self)',
      '+ constant NAME | pub(crate) const NAME: &str = "s"',
      '- variable COUNT | static mut COUNT: u8 = 1',
      '+ macro square | macro_rules! square',
      '- module tests | mod tests',
      '- function tests.works | fn works()',
      "+ function run | pub async unsafe fn run<'a>(text: &'a str) -> Result<(), Error>",
      '- type Bytes | type Bytes = Vec<u8>',
      '- function strlen | fn strlen(text: *const u8) -> usize',
    ]);
    const { symbols } = await factsOf('rust', text);
    assert.deepEqual(symbols[0]?.lines, { start: 2, end: 5 });
    assert.deepEqual(symbols.find(({ name }) => name === 'new')?.lines, { start: 11, end: 13 });
  });

  it('imports', async () => {
    const text = `
use std::{fmt, io::{self, Read as R}, collections::*};
pub use crate::a::b;
use serde;
use super::{c /* why */, d};
mod sub;
pub mod public;
extern crate alloc;
extern crate core as base;`;
    assert.deepEqual(await importsOf('rust', text), [
      'std (fmt)',
      'std::io (* as io)',
      'std::io (Read as R)',
      'std::collections (*)',
      'crate::a (b)',
      'serde (* as serde)',
      'super (c, d)',
      'self::sub (* as sub)',
      'self::public (* as public)',
      'alloc (* as alloc)',
      'core (* as base)',
    ]);
    const { imports } = await factsOf('rust', text);
    assert.deepEqual(
      imports.filter(({ isReexport }) => isReexport).map(({ module }) => module),
      ['crate::a', 'self::public'],
    );
  });

  it('any text is some tree of uses', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '::', '{', '}', ',', '*', 'as', 'self', ' ')), (tokens) => {
        for (const { module, names, isWholeModule } of expandUseTree(tokens.join(' '), false)) {
          assert.equal(typeof module, 'string');
          assert.notEqual(isWholeModule, names.length > 0);
        }
      }),
    );
  });

  it('references, those in macros included', async () => {
    const text = `fn run<'a, T: Num>(list: &'a [Item<T>]) {
      let Some(value) = list.first() else { return };
      for (index, other) in pairs { println!("{}", value.name + index); }
      let point = Point { x: 1, other };
    }`;
    const { references } = await factsOf('rust', text);
    assert.deepEqual(
      references.map(({ name }) => name),
      'Num Item T Some list first pairs println value name index Point x other'.split(' '),
    );
  });
});
