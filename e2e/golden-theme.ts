/** True for `GOLDEN=update`, which writes what is compared else; look at it before you commit it. */
export const updatesGolden = process.env['GOLDEN'] === 'update'

/** The Chromium of the pictures; another one draws letters and shadows a little differently. */
export const recordedMajor = '156'

/** The kit's themes, each of which has its pictures. */
export const goldenThemes = [
  'bubble',
  'classic-chat',
  'dark-glass',
  'light-card',
  'minimal',
  'pixel',
] as const
