import type { Row } from '../engine/db.ts'

/** Reads a column of text. @throws TypeError for another type. */
export function textOf(row: Row, name: string): string {
  const value = row[name]
  if (typeof value !== 'string') throw mismatch(row, name, 'text')
  return value
}

/** Reads a column of whole numbers. @throws TypeError for another type. */
export function wholeOf(row: Row, name: string): number {
  const value = row[name]
  if (typeof value !== 'number') throw mismatch(row, name, 'a number')
  return value
}

/** Reads a boolean column. @throws TypeError for another type. */
export function flagOf(row: Row, name: string): boolean {
  const value = row[name]
  if (typeof value !== 'boolean') throw mismatch(row, name, 'true or false')
  return value
}

/** Reads a column with a list of texts. @throws TypeError for another type. */
export function textsOf(row: Row, name: string): readonly string[] {
  const value = row[name]
  if (!Array.isArray(value)) throw mismatch(row, name, 'a list')
  return value.map((_, index) => textOf(value as unknown as Row, String(index))) // an array is a row by index
}

/** Reads a column that may be null; null becomes undefined. */
export function maybe<T>(
  read: (row: Row, name: string) => T,
  row: Row,
  name: string,
): T | undefined {
  return row[name] === null ? undefined : read(row, name)
}

/** Returns a value for SQL; undefined becomes null. */
export function orNull<T>(value: T | undefined): T | null {
  return value ?? null
}

function mismatch(row: Row, name: string, wanted: string): TypeError {
  return new TypeError(`column ${name} holds ${typeof row[name]}, not ${wanted}`)
}
