import Long from 'long'
import { describe, expect, test } from 'vitest'
import { partsOf } from './text.ts'

const heart = {
  imageValue: { image: { urlList: ['https://p/heart.png'], content: { name: '[比心]' } } },
}
const words = (stringValue: string) => ({ stringValue })

describe('a line in pieces', () => {
  test('keeps words and pictures in order', () => {
    expect(partsOf({ pieces: [words('a'), heart, words('b')] })).toEqual([
      { text: 'a' },
      { image: 'https://p/heart.png', alt: '[比心]' },
      { text: 'b' },
    ])
  })

  test('has the pieces at the positions in the pattern, with the words between them', () => {
    const defaultPattern = '{1:image} from {0:user}!'
    const pieces = [{ userValue: { user: { nickname: '甲' } } }, heart]
    expect(partsOf({ defaultPattern, pieces })).toEqual([
      { image: 'https://p/heart.png', alt: '[比心]' },
      { text: ' from ' },
      { text: '甲' },
      { text: '!' },
    ])
  })

  test('has the size of a picture if it is known', () => {
    const image = { ...heart.imageValue.image, width: Long.fromNumber(20), height: Long.ZERO }
    expect(partsOf({ pieces: [{ imageValue: { image } }] })).toEqual([
      { image: 'https://p/heart.png', alt: '[比心]', width: 20 },
    ])
  })

  test.each([
    ['without pictures', { pieces: [words('a')] }],
    ['with an unreadable piece', { pieces: [heart, {}] }],
    [
      'with a slot that nothing fills',
      { defaultPattern: '{0}{1}{2}', pieces: [heart, words('a')] },
    ],
    ['that is empty', {}],
  ])('%s has only its text', (_what, text) => {
    expect(partsOf(text)).toBeUndefined()
  })
})
