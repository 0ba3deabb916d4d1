import { describe, expect, test } from 'vitest'
import sharp from 'sharp'
import { fakePng, hugePng } from './picture.fake.ts'
import { toPicture } from './picture.ts'

const text = (content: string): Uint8Array => new TextEncoder().encode(content)

test.each([
  ['avatar', 256, 256],
  ['cover', 640, 480],
  ['gift', 256, 192],
] as const)('a picture becomes WebP in the size of its use: %s', async (kind, width, height) => {
  const picture = await toPicture(await fakePng(640, 480), kind)
  expect(picture).toMatchObject({ width, height })
  expect(await sharp(picture.bytes).metadata()).toMatchObject({ format: 'webp', width, height })
})

test.each(['jpeg', 'webp', 'gif', 'png'] as const)('%s is accepted', async (format) => {
  const file = await sharp(await fakePng(20))
    .toFormat(format)
    .toBuffer()
  expect(await toPicture(file, 'gift')).toMatchObject({ width: 20, height: 20 })
})

test('S2-33 T-FILE: neither metadata nor what hangs on the picture is kept', async () => {
  const file = await sharp(await fakePng(64))
    .withExif({ IFD0: { Copyright: 'secret-of-the-camera' } })
    .jpeg()
    .toBuffer()
  const both = Buffer.concat([file, text('<script>alert(1)</script>PK\u0003\u0004')])
  const { bytes } = await toPicture(both, 'gift')
  const kept = Buffer.from(bytes).toString('latin1')
  expect(kept).not.toContain('secret-of-the-camera')
  expect(kept).not.toContain('script')
  expect((await sharp(bytes).metadata()).exif).toBeUndefined()
})

test('a picture is upright, as its metadata says', async () => {
  const lying = await sharp(await fakePng(60, 30))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  expect(await toPicture(lying, 'gift')).toMatchObject({ width: 30, height: 60 })
})

describe('S2-33 T-FILE: a file is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  test.each([
    ['an SVG with a script', text(svg)],
    ['an SVG behind an XML head', text(`<?xml version="1.0"?>${svg}`)],
    ['a ZIP that is called PNG', text('PK\u0003\u0004 and more')],
    ['a page', text('<!doctype html><script>alert(1)</script>')],
    ['nothing', new Uint8Array()],
    ['a part of a signature', Uint8Array.of(0x89, 0x50)],
  ])('by its format: %s', async (_, file) => {
    await expect(toPicture(file, 'avatar')).rejects.toMatchObject({ refused: 'format' })
  })

  test('that is GIF and a script at once', async () => {
    const file = text('GIF89a/*\u0001\u0001\u0001*/=1;alert(document.cookie)//;')
    await expect(toPicture(file, 'avatar')).rejects.toMatchObject({ refused: 'damaged' })
  })

  test('of 50,000 x 50,000 pixels, before they are decoded', async () => {
    const from = performance.now()
    await expect(toPicture(hugePng(50_000, 50_000), 'cover')).rejects.toMatchObject({
      refused: 'pixels',
    })
    expect(performance.now() - from).toBeLessThan(5_000)
  })

  test('that is cut off', async () => {
    const file = await fakePng(400)
    await expect(
      toPicture(file.subarray(0, Math.floor(file.length / 2)), 'cover'),
    ).rejects.toMatchObject({ refused: 'damaged' })
  })
})
