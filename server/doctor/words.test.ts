import { expect, test } from 'vitest'
import { type Code, wordsOf } from './words.ts'

const han = /\p{Script=Han}/u

// A code for success, or for a cause outside of the operator's reach, has no cure; all others must
// have one.
const codes: Readonly<Record<Code, 'cure' | 'none'>> = {
  found: 'none',
  'not-asked': 'none',
  'not-found': 'cure',
  offline: 'cure',
  'taken-for-machine': 'cure',
  unanswered: 'cure',
  'cookie-given': 'none',
  'cookie-account': 'none',
  'cookie-without-device': 'cure',
  'cookie-worn': 'cure',
  'cookie-not-needed': 'none',
  signed: 'none',
  'not-signed': 'none',
  refused: 'cure',
  forbidden: 'cure',
  unsigned: 'cure',
  connected: 'none',
  'handshake-refused': 'cure',
  'handshake-limited': 'cure',
  unreachable: 'cure',
  'no-welcome': 'cure',
  heard: 'none',
  silent: 'cure',
  lost: 'cure',
  'kinds-known': 'none',
  'kinds-unknown': 'cure',
  'kinds-broken': 'cure',
  'nothing-said': 'none',
  'all-heard': 'none',
  'part-heard': 'cure',
  'not-compared': 'none',
  'not-reached': 'none',
  broke: 'cure',
}

test.each(Object.entries(codes) as [Code, 'cure' | 'none'][])(
  '%s has words in English and Chinese, and its cure: %s',
  (code, wanted) => {
    const { says, cure } = wordsOf(code)
    for (const words of [says, ...(cure ? [cure] : [])]) {
      expect(words.en).toMatch(/^[A-Z].*\.$/)
      expect(words.en).not.toMatch(han)
      expect(words['zh-CN']).toMatch(han)
    }
    expect(cure === undefined ? 'none' : 'cure').toBe(wanted)
  },
)
