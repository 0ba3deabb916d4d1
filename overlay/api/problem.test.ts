import { expect, test } from 'vitest'
import { problemText, readProblem } from './problem.ts'

const response = (body: string, type = 'application/problem+json'): Response =>
  new Response(body, { status: 404, headers: { 'content-type': type } })

test('a problem has its code, and the text of the server as details', async () => {
  const body = { code: 'no-such-room', title: 'No such room', detail: 'douyin rooms come later' }
  const problem = await readProblem(response(JSON.stringify(body)))
  const details = 'No such room: douyin rooms come later'
  expect(problem).toEqual({ status: 404, code: 'no-such-room', details })
  expect(problemText(problem, 'zh-CN')).toContain('没有这个房间')
})

test('a refusal that passes has the time until the next try', async () => {
  expect(await readProblem(response('{"waitMs":1500}'))).toEqual({ status: 404, waitMs: 1_500 })
  expect(await readProblem(response('{"waitMs":"soon"}'))).toEqual({ status: 404 })
})

test.each([
  ['<h1>502</h1>', 'text/html'],
  ['{', 'application/problem+json'],
  ['null', 'application/json'],
  ['{"title":7,"code":""}', 'application/json'],
  ['{"code":"of-a-newer-server"}', 'application/json'],
  ['{"code":"constructor"}', 'application/json'],
])('B13 a refusal without a code has the text of its status: %s', async (body, type) => {
  const problem = await readProblem(response(body, type))
  expect(problemText(problem, 'zh-CN')).toBe('服务器拒绝了这个操作（404）。')
  expect(problemText(problem, 'en')).toBe('The server refused this (404).')
})
