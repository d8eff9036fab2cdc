/** `12 %`, `99.95 %`: a share with as many digits as tell it from nothing and from all. */
export function percent(share: number): string {
  const digits = [0, 1, 2, 3].find((count) => {
    const shown = Number((share * 100).toFixed(count));
    return (
      (shown > 0 || share === 0) && (shown < 100 || share === 1) && (count > 0 || shown >= 2 || share === 0)
    );
  });
  return `${Number((share * 100).toFixed(digits ?? 3))} %`;
}
