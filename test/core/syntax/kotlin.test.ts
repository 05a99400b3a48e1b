import { strict as assert } from 'node:assert';
import { factsOf, importsOf, symbolsOf } from '../../support/sourceFacts.ts';

describe('facts of Kotlin', () => {
  it('has classes and objects with their members', async () => {
    const text = `
package org.example

/** A point. */
@Serializable
data class Point(val x: Int, private var y: Double = 1.0, z: String) : Base(x), Shape by other {
  val area: Int get() = x * 2
  private val hidden = 3
  var count: Int = 0
    private set
  val cached by lazy { 1 }
  constructor(x: Int) : this(x, 2.0, "") { println(x) }
  override fun toString(): String = "a"
  suspend fun <T : Any> load(key: String, block: (T) -> Unit = {}): T { val local = 1; return block(local) }
  companion object {
    const val MAX = 3
    fun create(): Point = Point(1)
  }
}
object Registry : Base(0) {
  val all = mutableListOf<String>()
}
sealed interface Shape { fun draw() }
enum class Color(val rgb: Int) {
  RED(1),
  GREEN(2);
  fun mix(other: Color) = rgb
}
`;
    assert.deepEqual(await symbolsOf('kotlin', text), [
      '+ class Point | @Serializable data class Point(val x: Int, private var y: Double = 1.0, z: String) : Base(x), Shape by other',
      '+ field Point.x | val x: Int',
      '- field Point.y | private var y: Double = 1.0',
      '+ field Point.area | val area: Int',
      '- field Point.hidden | private val hidden = 3',
      '+ field Point.count | var count: Int = 0',
      '+ field Point.cached | val cached',
      '+ method Point.constructor | constructor(x: Int) : this(x, 2.0, "")',
      '+ method Point.toString | override fun toString(): String',
      '+ method Point.load | suspend fun <T : Any> load(key: String, block: (T) -> Unit = {}): T',
      '+ field Point.MAX | const val MAX = 3',
      '+ method Point.create | fun create(): Point',
      '+ class Registry | object Registry : Base(0)',
      '+ field Registry.all | val all = mutableListOf<String>()',
      '+ interface Shape | sealed interface Shape',
      '+ method Shape.draw | fun draw()',
      '+ enum Color | enum class Color(val rgb: Int)',
      '+ field Color.rgb | val rgb: Int',
      '+ enumMember Color.RED | RED(1)',
      '+ enumMember Color.GREEN | GREEN(2)',
      '+ method Color.mix | fun mix(other: Color)',
    ]);
  });

  it('has functions and properties of a file; those that extend a type belong to it', async () => {
    const text = `
fun shorten(text: String, limit: Int = 80): String = text.take(limit)
inline fun <reified T> List<T>.only(): T? = null
fun String?.orNone() = this ?: "none"
fun Store.Companion.open() = 1
val String.words: List<String> get() = split(" ")
const val LIMIT = 10
private val secret = 1
var level: Int = 0
typealias Handler<T> = (T) -> Unit
`;
    assert.deepEqual(await symbolsOf('kotlin', text), [
      '+ function shorten | fun shorten(text: String, limit: Int = 80): String',
      '+ function List.only | inline fun <reified T> List<T>.only(): T?',
      '+ function String.orNone | fun String?.orNone()',
      '+ function Companion.open | fun Store.Companion.open()',
      '+ field String.words | val String.words: List<String>',
      '+ constant LIMIT | const val LIMIT = 10',
      '- constant secret | private val secret = 1',
      '+ variable level | var level: Int = 0',
      '+ type Handler | typealias Handler<T> = (T) -> Unit',
    ]);
  });

  it('has its package and imports', async () => {
    const text = 'package com.a.b\n\nimport com.a.B\nimport com.a.C as D\nimport com.x.*\nimport single\n';
    assert.equal((await factsOf('kotlin', text)).package, 'com.a.b');
    assert.deepEqual(await importsOf('kotlin', text), ['com.a (B)', 'com.a (C as D)', 'com.x (*)', ' (single)']);
  });
});
