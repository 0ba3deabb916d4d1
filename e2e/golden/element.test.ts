import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../kit/browser.ts'
import { type GoldenPage, goldenScenes, openGoldenPage, stageBox } from './page.ts'
import { differences, readShapes, type Shapes } from './shape.ts'
import { fontsInUse } from './fonts-in-use.ts'
import { compact, differingPixels, type Legibility, measureContrast } from './pixel.ts'
import { goldenThemes, recordedMajor, updatesGolden } from './theme.ts'
import { root } from '../kit/server.ts'
import { schemes } from '../overlay/theme.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launch(['--font-render-hinting=none', '--disable-lcd-text'])
})

afterAll(() => browser.close())

describe.each(goldenScenes)('of $name', (scene) => {
  const folder = join(root, 'e2e/golden', scene.name)
  const leastParts = scene.name === 'element' ? 200 : 50
  let golden: GoldenPage

  beforeAll(async () => {
    golden = await openGoldenPage(browser, scene)
  })

  afterAll(() => golden.close())

  test('every letter uses the font of the pictures', async () => {
    expect(await fontsInUse(golden.page)).toEqual(['ours'])
  })

  describe.each(goldenThemes)('with the theme %s', (theme) => {
    test('every element shows every event in its recorded place and look', async () => {
      await golden.dress(theme)
      const shapes = await readShapes(golden.page, '#black')
      const file = join(folder, `${theme}.json`)
      if (updatesGolden) writeFileSync(file, `${JSON.stringify(shapes, null, 1)}\n`)
      const recorded = JSON.parse(readFileSync(file, 'utf8')) as Shapes
      expect(Object.values(recorded).flat().length).toBeGreaterThan(leastParts)
      expect(differences(recorded, shapes)).toEqual([])

      const png = await golden.page.screenshot({ clip: stageBox('black', scene) })
      const picture = await compact(golden.page, png)
      const image = join(folder, `${theme}.webp`)
      if (updatesGolden) writeFileSync(image, picture)
      if (browser.version().split('.')[0] !== recordedMajor) return
      const share = await differingPixels(golden.page, readFileSync(image), picture)
      expect(share).toBeLessThan(0.002)
    })

    test.each(schemes)('%s, all text is legible on black, white and busy video', async (scheme) => {
      await golden.dress(theme, scheme)
      const measured = await measureContrast(golden.page)
      expect(measured.length).toBeGreaterThan(leastParts / 2)
      expect(measured.filter(({ contrast }) => contrast < 4.5).map(worded)).toEqual([])
    })
  })
})

function worded({ what, contrast }: Legibility): string {
  return `${what}: ${contrast.toFixed(2)}`
}
