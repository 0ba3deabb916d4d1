import { expect, test } from 'vitest'
import { wordsFor } from '../locale/index.ts'
import { optionWords } from '../locale/option.ts'
import { attributeOf, tagOf } from './apply.ts'
import { themes } from '../theme/themes.ts'
import { keyOf, type Option } from '../option/option.ts'
import { widgetKinds, widgetSpecs } from './widget.ts'
import type { WidgetKind } from '../option/widget-kind.ts'

const words = wordsFor(optionWords, 'en')

function takes(option: Option): string {
  if (option.kind === 'number') return `${option.min} to ${option.max}`
  if (option.kind === 'flag') return '`1`'
  if (option.kind === 'text') return option.format === 'plain' ? 'text' : option.format
  const choices = option.choices.map((choice) => `\`${choice}\``).join(' ')
  return option.kind === 'many' ? `any of ${choices}` : choices
}

function rowOf(option: Option): string {
  const { name, hint } = words.options[option.name]
  const goes = option.property ?? attributeOf(option)
  const usual = option.default === '' || option.default === false ? '' : `\`${option.default}\``
  const what = hint.startsWith('[') ? `${name}: rules as JSON, \`${hint}\`` : `${name}. ${hint}`
  return `| \`${keyOf(option)}\` | ${what} | ${takes(option)} | ${usual} | \`${goes}\` |`
}

function sectionOf(kind: WidgetKind): string {
  const { name, hint } = words.widgets[kind]
  const { options } = widgetSpecs[kind]
  return `## \`${kind}\`: \`<${tagOf(kind)}>\`

${name}. ${hint}.

| key | what | takes | default | attribute or property |
| --- | --- | --- | --- | --- |
${options.map(rowOf).join('\n')}
`
}

test('the documentation of links has the texts of the elements', async () => {
  const text = `# Links to the OBS page

This page is generated from the options of each element (\`overlay/option/*.ts\`) by \`npx vitest run --project dom overlay/design -u\`.

\`/overlay?v=1&room=demo:busy&w=overlay,chat&size=40&chat.size=24&chat.at=2,34,26,62\`

| key | what |
| --- | --- |
| \`v\` | the version of these keys, \`1\` |
| \`room\` | a room id |
| \`lang\` | \`zh-CN\` or \`en\`; the browser's without it |
| \`theme\` | ${themes.map((theme) => `\`${theme}\``).join(' ')} |
| \`scheme\` | \`dark\` or \`light\`; as the theme was made without it |
| \`w\` | the widgets, separated by commas; \`overlay\` alone without it |
| \`debug\` | \`1\` shows figures, and lists unknown keys |
| \`#token=\` | the token of a private room; a text behind the \`#\` reaches no log |

Keys of \`overlay\` have no prefix, those of other widgets have its name: \`chat.size\`, for a second one \`chat2.size\`. \`at\` is the box of a widget: left, top, width and height in percent. \`/overlay/<name>\` shows a named overlay and takes \`lang\` and \`debug\`.

${widgetKinds.map(sectionOf).join('\n')}`
  await expect(text).toMatchFileSnapshot('./README.md')
})
