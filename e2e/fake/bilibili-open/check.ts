import { createHash, createHmac } from 'node:crypto'
import type { HttpCall } from '../bilibili/http.ts'

/** A credential as the platform stores it. */
export interface FakeCredential {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly appId: number
  readonly code: string
}

const freshMs = 10 * 60_000

// In the order in which they are signed, which is alphabetical.
const signedHeaders = [
  'x-bili-accesskeyid',
  'x-bili-content-md5',
  'x-bili-signature-method',
  'x-bili-signature-nonce',
  'x-bili-signature-version',
  'x-bili-timestamp',
] as const

type Rule = readonly [code: number, isKept: (call: HttpCall) => boolean]

/**
 * Makes a check of requests that stores every nonce: it returns the code of the first violated
 * rule, or 0.
 */
export function createRequestCheck(credential: FakeCredential): (call: HttpCall) => number {
  const nonces = new Set<string>()
  const rules: readonly Rule[] = [
    [4005, ({ method }) => method === 'POST'],
    [4013, ({ headers }) => headers.accept === 'application/json'],
    [4011, ({ headers }) => headers['content-type'] === 'application/json'],
    [4000, (call) => signedHeaders.every((name) => headerOf(call, name) !== '')],
    [4001, (call) => headerOf(call, 'x-bili-accesskeyid') === credential.accessKeyId],
    [4006, (call) => headerOf(call, 'x-bili-signature-version') === '1.0'],
    [4012, (call) => headerOf(call, 'x-bili-content-md5') === md5(call.body)],
    [4003, (call) => Math.abs(Date.now() - sentAt(call)) < freshMs],
    [4002, (call) => headerOf(call, 'authorization') === signatureOf(call, credential)],
    [4004, (call) => !nonces.has(headerOf(call, 'x-bili-signature-nonce'))],
  ]
  return (call) => {
    const broken = rules.find(([, isKept]) => !isKept(call))?.[0] ?? 0
    nonces.add(headerOf(call, 'x-bili-signature-nonce'))
    return broken
  }
}

function signatureOf(call: HttpCall, { accessKeySecret }: FakeCredential): string {
  const lines = signedHeaders.map((name) => `${name}:${headerOf(call, name)}`)
  return createHmac('sha256', accessKeySecret).update(lines.join('\n')).digest('hex')
}

function sentAt(call: HttpCall): number {
  return Number(headerOf(call, 'x-bili-timestamp')) * 1000
}

function headerOf({ headers }: HttpCall, name: string): string {
  return String(headers[name] ?? '')
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
