export interface Rectangle {
  width: number;
  height: number;
}

/** The area of a rectangle. */
export function area(rectangle: Rectangle): number {
  return rectangle.width * rectangle.height;
}

/** Whether a rectangle is a square. */
export function isSquare(rectangle: Rectangle): boolean {
  return rectangle.width === rectangle.height;
}

/** The larger one of two rectangles. */
export function larger(a: Rectangle, b: Rectangle): Rectangle {
  if (area(a) > area(b)) {
    return a;
  }
  return b;
}

