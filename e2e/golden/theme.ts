/**
 * True for `GOLDEN=update`, which writes the expected files instead of comparing; check them before
 * a commit.
 */
export const updatesGolden = process.env['GOLDEN'] === 'update'

/**
 * The Chromium version of the pictures; another one draws letters and shadows slightly differently.
 */
export const recordedMajor = '156'

/** The kit's themes; each has its own pictures. */
export const goldenThemes = [
  'bubble',
  'classic-chat',
  'dark-glass',
  'light-card',
  'minimal',
  'pixel',
] as const
