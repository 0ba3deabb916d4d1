import { css } from 'lit'

/** The stage: a picture of the stream, 16:9, with its controls below. */
export const styles = css`
  .frame {
    position: relative;
    aspect-ratio: 16 / 9;
    overflow: hidden;
    border: 1px solid var(--page-line);
    border-radius: 16px;
  }

  .checker {
    background: repeating-conic-gradient(#6b7280 0% 25%, #8b93a1 0% 50%) 0 0 / 32px 32px;
  }

  .dark {
    background: #05060a;
  }

  .light {
    background: #f6f4ee;
  }

  danmu-overlay {
    position: absolute;
    inset: 0 auto auto 0;
    width: 1920px;
    height: 1080px;
    transform-origin: 0 0;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin-top: 0.75rem;
  }

  .figures {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
  }

  fieldset {
    display: flex;
    margin: 0;
    padding: 2px;
    border: 1px solid var(--page-line);
    border-radius: 10px;
    background: var(--page-surface);
  }

  label {
    position: relative;
    padding: 0.25rem 0.75rem;
    border-radius: 6px;
    font-size: 0.875rem;
    cursor: pointer;
  }

  label input:not([type='range']) {
    position: absolute;
    inset: 0;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  label.chosen {
    background: var(--page-raised);
    font-weight: 600;
  }

  label:focus-within {
    outline: 2px solid var(--page-accent);
  }

  legend {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`
