/** The cause for which a file is not accepted: another format, too many pixels, damage. */
export type PictureRefusal = 'format' | 'pixels' | 'damaged'

/** A file is not a picture that can be kept. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused'
  readonly refused: PictureRefusal

  constructor(refused: PictureRefusal, options?: ErrorOptions) {
    super(reasons[refused], options)
    this.refused = refused
  }
}

const reasons: Readonly<Record<PictureRefusal, string>> = {
  format: 'the file is no PNG, JPEG, WebP or GIF',
  pixels: 'the picture has too many pixels',
  damaged: 'the picture is damaged or incomplete',
}
