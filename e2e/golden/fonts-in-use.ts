import type { Page } from 'playwright-core'

/** A node in the form of the browser's protocol. */
interface DomNode {
  readonly nodeId: number
  readonly nodeType: number
  readonly nodeValue: string
  readonly attributes?: readonly string[]
  readonly children?: readonly DomNode[]
  readonly shadowRoots?: readonly DomNode[]
}

/**
 * Returns the fonts of the text on the black stage: names of the system's, `ours` for the page's
 * own.
 */
export async function fontsInUse(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true })
  const stage = all(root).find(({ attributes = [] }) => attributes.includes('black'))
  const written = all(stage).filter(({ children = [] }) => children.some(hasText))
  const found = await Promise.all(
    written.map(({ nodeId }) => session.send('CSS.getPlatformFontsForNode', { nodeId })),
  )
  await session.detach()
  const names = found
    .flatMap(({ fonts }) => fonts)
    .map(({ familyName, isCustomFont }) => (isCustomFont ? 'ours' : familyName))
  return [...new Set(names)]
}

function all(node: DomNode | undefined): readonly DomNode[] {
  if (!node) return []
  return [node, ...[...(node.children ?? []), ...(node.shadowRoots ?? [])].flatMap(all)]
}

function hasText({ nodeType, nodeValue }: DomNode): boolean {
  return nodeType === 3 && nodeValue.trim() !== ''
}
