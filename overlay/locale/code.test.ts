import { describe, expect, test } from 'vitest'
import { closeCodes, isRefusal, problemCodes, reasonCodes } from '../../proto/feed/index.ts'
import { wordsFor } from './index.ts'
import { awayText } from './connection.ts'
import { problemWords } from './problem.ts'
import { reasonText, sourceText } from './status.ts'

const languages = ['zh-CN', 'en'] as const
const isWorded = (text: string | undefined, language: string): boolean =>
  text !== undefined &&
  text.trim() !== '' &&
  /\p{Script=Han}/u.test(text) === (language === 'zh-CN')

describe.each(languages)('B13 in %s', (language) => {
  test('every problem code has a text, and an unknown code has a general one', () => {
    const { problems, unknown, details } = wordsFor(problemWords, language)
    expect(problemCodes.filter((code) => !isWorded(problems[code], language))).toEqual([])
    expect([unknown(418), details].filter((text) => !isWorded(text, language))).toEqual([])
    expect(unknown(418)).toContain('418')
  })

  test('every reason code of a source has its own text, and an unknown code has a general one', () => {
    const wordsOf = (reasonCode: string) => reasonText({ reasonCode }, language)
    const texts = reasonCodes.map(wordsOf)
    expect(reasonCodes.filter((_, index) => !isWorded(texts[index], language))).toEqual([])
    expect(new Set(texts).size).toBe(reasonCodes.length)
    const general = wordsOf('of-a-newer-relay')
    expect(isWorded(general, language)).toBe(true)
    expect([...texts, wordsOf('constructor')].filter((text) => text === general)).toHaveLength(1)
  })

  test('the English reason of a source is not shown', () => {
    const reason = 'a request failed: ENOTFOUND'
    const shown = sourceText({ state: 'connecting', reason }, language)
    expect(shown).not.toContain('request')
    expect(shown).toContain(reasonText({ reason }, language))
    expect(sourceText({ state: 'open' }, language)).not.toContain('·')
  })

  test('every close code has a text: its own if it is about the room, else that of a refusal or a loss', () => {
    const text = (code: number): string =>
      awayText(
        { kind: isRefusal(code) ? 'refused' : 'waiting', code, reason: '', delayMs: 1 },
        language,
      )
    const texts = Object.values(closeCodes).map(text)
    expect(texts.filter((one) => !isWorded(one, language))).toEqual([])
    const { noSuchRoom, roomOff, notAllowed, restart } = closeCodes
    expect(new Set([noSuchRoom, roomOff, notAllowed, restart].map(text)).size).toBe(4)
  })
})
