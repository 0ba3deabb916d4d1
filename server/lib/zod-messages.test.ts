import { expect, test } from 'vitest'
import { z } from 'zod'
import { zodMessages } from './zod-messages.ts'

const shape = z.strictObject({
  name: z.string().min(1).max(8).optional(),
  seed: z.int().min(3).max(5).optional(),
  steps: z.array(z.number()).min(2).max(3).optional(),
  on: z.boolean().optional(),
  kind: z.enum(['a', 'b']).optional(),
  only: z.literal('x').optional(),
  by: z.partialRecord(z.enum(['p', 'q']), z.string()).optional(),
  slug: z
    .string()
    .regex(/^[a-z]+$/, 'must be letters')
    .optional(),
})

test.each([
  [{ name: '' }, 'must not be empty'],
  [{ name: 'x'.repeat(9) }, 'must have 8 characters or less'],
  [{ name: 3 }, 'must be a text'],
  [{ seed: 2 }, 'must be 3 or more'],
  [{ seed: 6 }, 'must be 5 or less'],
  [{ seed: 3.5 }, 'must be a whole number'],
  [{ steps: [1] }, 'must have 2 entries or more'],
  [{ steps: [1, 2, 3, 4] }, 'must have 3 entries or less'],
  [{ steps: 'x' }, 'must be a list'],
  [{ on: 'yes' }, 'must be true or false'],
  [{ kind: 'c' }, 'must be one of a, b'],
  [{ only: 'y' }, 'must be x'],
  [{ by: { r: 'x' } }, 'has nothing called "r"'],
  [{ slug: '1' }, 'must be letters'],
  [{ other: 1, more: 2 }, 'has nothing called "other", "more"'],
  ['text', 'must be an object'],
  [undefined, 'is missing'],
])('%j %s', (value, words) => {
  const parsed = shape.safeParse(value, { error: zodMessages })
  expect(parsed.error?.issues.map(({ message }) => message)).toContain(words)
})
