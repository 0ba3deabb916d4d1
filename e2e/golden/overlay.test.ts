import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../kit/browser.ts'
import { type GoldenOverlay, openGoldenOverlay, readLines } from './overlay.ts'
import { compact, differingPixels } from './pixel.ts'
import { differences, type Shapes } from './shape.ts'
import { goldenThemes, recordedMajor, updatesGolden } from './theme.ts'
import { root } from '../kit/server.ts'

const folder = join(root, 'e2e/golden/overlay')

let browser: Browser
let golden: GoldenOverlay

beforeAll(async () => {
  browser = await launch(['--font-render-hinting=none', '--disable-lcd-text'])
  golden = await openGoldenOverlay(browser)
  if (updatesGolden) mkdirSync(folder, { recursive: true })
})

afterAll(async () => {
  await golden.close()
  await browser.close()
})

test.each(goldenThemes)(
  'with the theme %s, flying lines have their recorded place and look, drawn and as elements',
  async (theme) => {
    await golden.fly(theme)
    const shapes = await readLines(golden.page)
    const file = join(folder, `${theme}.json`)
    if (updatesGolden) writeFileSync(file, `${JSON.stringify(shapes, null, 1)}\n`)
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Shapes
    expect(Object.values(recorded).flat().length).toBeGreaterThan(40)
    expect(differences(recorded, shapes)).toEqual([])

    const picture = await compact(golden.page, await golden.page.screenshot())
    const image = join(folder, `${theme}.webp`)
    if (updatesGolden) writeFileSync(image, picture)
    if (browser.version().split('.')[0] !== recordedMajor) return
    const share = await differingPixels(golden.page, readFileSync(image), picture)
    expect(share).toBeLessThan(0.002)
  },
)
