import type { ResizeOptions, Sharp } from 'sharp'
import type { UploadKind } from '../../proto/api/upload.ts'
import { PictureRefused } from './picture-refused.ts'

/** A picture in the form in which it is kept: WebP without metadata. */
export interface Picture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

const maxPixels = 40_000_000
const maxSeconds = 10

// The first bytes of each format; a byte of undefined is any.
const formats: readonly (readonly (number | undefined)[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
  [...codes('RIFF'), undefined, undefined, undefined, undefined, ...codes('WEBP')],
  codes('GIF87a'),
  codes('GIF89a'),
]

const sizes: Readonly<Record<UploadKind, ResizeOptions>> = {
  avatar: { width: 256, height: 256, fit: 'cover' },
  cover: { width: 1_280, height: 720, fit: 'inside', withoutEnlargement: true },
  gift: { width: 256, height: 256, fit: 'inside', withoutEnlargement: true },
}

/**
 * Returns the picture in a file, in the size for its use. Only its pixels are kept, encoded again, and of
 * an animation the first picture.
 *
 * @throws PictureRefused
 */
export async function toPicture(file: Uint8Array, kind: UploadKind): Promise<Picture> {
  if (!formats.some((format) => begins(file, format))) throw new PictureRefused('format')
  const open = await decoder()
  try {
    const { width, height } = await open(file, false).metadata()
    if (width * height > maxPixels) throw new PictureRefused('pixels')
    const { data, info } = await open(file, maxPixels)
      .timeout({ seconds: maxSeconds })
      .autoOrient()
      .resize(sizes[kind])
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height }
  } catch (cause) {
    if (cause instanceof PictureRefused) throw cause
    throw new PictureRefused('damaged', { cause })
  }
}

type Open = (file: Uint8Array, limitInputPixels: number | false) => Sharp

let opening: Promise<Open> | undefined

/** Loads the library at the first picture: it takes memory that most servers do not need. */
function decoder(): Promise<Open> {
  return (opening ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false)
    sharp.concurrency(1)
    return (file, limitInputPixels) => sharp(file, { limitInputPixels, failOn: 'error' })
  }))
}

function begins(file: Uint8Array, format: readonly (number | undefined)[]): boolean {
  return format.every((code, index) => code === undefined || file[index] === code)
}

function codes(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0))
}
