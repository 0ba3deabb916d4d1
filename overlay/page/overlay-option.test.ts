import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultOptions, optionQuery, ranges, readOptions, streamPath } from './overlay-option.ts'

const read = (query: string) => readOptions(new URLSearchParams(query))

describe('a link', () => {
  test('without parameters means the defaults', () => {
    expect(read('')).toEqual({ options: defaultOptions, unknown: [], bad: [] })
  })

  test('is read back as it was written', () => {
    const within = (name: keyof typeof ranges) =>
      fc.double({ min: ranges[name].min, max: ranges[name].max, noNaN: true })
    const options = fc.record(
      {
        room: fc.constantFrom('demo:busy', 'movie-night', 'bilibili:21452505'),
        lang: fc.constantFrom('zh-CN', 'en'),
        area: within('area'),
        opacity: within('opacity'),
        size: within('size'),
        speed: within('speed'),
        outline: fc.double({ min: 0, max: 8, noNaN: true }),
        font: fc.constantFrom('Comic Sans MS, 楷体', 'serif'),
        overflow: fc.constantFrom('drop', 'merge,queue', 'queue speed overlap'),
        keepout: fc.constantFrom('70 60 30 40', '0,0,10,10;50,50,50,50'),
        portrait: fc.constant(true),
        debug: fc.boolean(),
      },
      { requiredKeys: ['area', 'opacity', 'size', 'speed', 'debug'] },
    )
    fc.assert(
      fc.property(options, (written) => {
        expect(read(optionQuery(written))).toEqual({ options: written, unknown: [], bad: [] })
      }),
    )
  })

  test('stays short and readable', () => {
    expect(optionQuery({ ...defaultOptions, room: 'demo:busy', size: 40 })).toBe(
      'v=1&room=demo:busy&size=40',
    )
  })

  test('with unknown keys or bad values still works, and both are named', () => {
    const { options, unknown, bad } = read(
      'v=2&area=9&size=&speed=fast&opacity=0.5&colour=red&overflow=fly&keepout=1,2&font=x;y',
    )
    expect(options).toEqual({ ...defaultOptions, opacity: 0.5 })
    expect(unknown).toEqual(['colour'])
    expect(bad).toEqual(['area', 'size', 'speed', 'font', 'overflow', 'keepout', 'v'])
  })

  test('without a room has none, rather than an empty one', () => {
    expect(read('room=&lang=').options).toEqual(defaultOptions)
  })
})

test('a token goes into the address of the stream', () => {
  expect(streamPath('demo:busy')).toBe('/rooms/demo:busy/stream')
  expect(streamPath('a', 'x&y')).toBe('/rooms/a/stream?token=x%26y')
})
