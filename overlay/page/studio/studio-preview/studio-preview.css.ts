import { css } from 'lit'

/** The style sheet of the preview and the bar below it. */
export const styles = css`
  .frame {
    position: relative;
    width: 100%;
    aspect-ratio: 16 / 9;
    overflow: hidden;
    border: 1px solid var(--page-line);
    border-radius: 16px;
  }

  /* As tall as possible with the parts below it on the screen. */
  .tall {
    width: min(100%, 24rem, max(14rem, (100vh - 16rem) * 9 / 16));
    margin-inline: auto;
    aspect-ratio: 9 / 16;
  }

  /* A page without a scheme of its own stays transparent only in a frame that has none either. */
  iframe {
    position: absolute;
    inset: 0 auto auto 0;
    border: 0;
    background: transparent;
    color-scheme: light;
    transform-origin: 0 0;
    pointer-events: none;
  }

  .checker {
    background: repeating-conic-gradient(#2a2f3a 0 25%, #20242d 0 50%) 0 0 / 32px 32px;
  }

  .dark {
    background: #0b0d11;
  }

  .light {
    background: #f4f6f9;
  }

  .still {
    background: #1b2a41;
  }

  img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    margin-top: 0.75rem;
  }

  .radios {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }

  .figures {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
  }

  @media (max-width: 47.99em) {
    .bar .radios + .radios {
      order: 1;
    }

    .bar > button {
      margin-inline-start: auto;
    }

    .figures {
      order: 1;
      flex-basis: 100%;
    }
  }
`
