import { expect, test } from 'vitest'
import { problemText } from './problem.ts'

const response = (body: string, type = 'application/problem+json'): Response =>
  new Response(body, { status: 404, headers: { 'content-type': type } })

test('a problem is told by title and detail', async () => {
  const body = JSON.stringify({ title: 'No such room', detail: 'douyin rooms come later' })
  expect(await problemText(response(body))).toBe('No such room: douyin rooms come later')
  expect(await problemText(response('{"title":"Too many"}'))).toBe('Too many')
})

test.each([
  ['<h1>502</h1>', 'text/html'],
  ['{', 'application/problem+json'],
  ['null', 'application/json'],
  ['{"title":7}', 'application/json'],
])('an answer that says nothing readable is no problem text: %s', async (body, type) => {
  expect(await problemText(response(body, type))).toBeUndefined()
})
