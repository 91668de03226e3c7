'use strict';
(() => {
  const themes = JSON.parse(document.getElementById('athanor-themes').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const encode = echarts.format.encodeHTML;

  // One polygon over all points, drawn with the first of them: pieces would show their seams.
  echarts.registerCustomSeries('band', (params, api) => {
    if (params.dataIndexInside !== 0) return null;
    const low = [], high = [];
    for (let i = 0; i < params.dataInsideLength; i++) {
      low.push(api.coord([api.value(0, i), api.value(1, i)]));
      high.push(api.coord([api.value(0, i), api.value(2, i)]));
    }
    return { type: 'polygon', silent: true, shape: { points: low.concat(high.reverse()) }, style: { fill: api.visual('color'), opacity: 0.17 } };
  });

  echarts.registerCustomSeries('interval', (params, api) => {
    const bars = params.itemPayload;
    const upright = bars && bars.upright;
    const at = (value) => api.coord(upright ? [api.value(0), value] : [value, api.value(0)]);
    const a = at(api.value(1)), b = at(api.value(2));
    const cap = upright ? 4 : 5;
    if (upright) {
      const layout = api.barLayout({ barGap: bars.barGap, barCategoryGap: bars.barCategoryGap, barMaxWidth: bars.barMaxWidth, count: bars.bars });
      a[0] += layout[bars.bar].offsetCenter;
      b[0] += layout[bars.bar].offsetCenter;
    }
    const style = { stroke: api.visual('color'), lineWidth: upright ? 1.5 : 2, fill: null };
    const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
    return {
      type: 'group', silent: true,
      children: [line(a[0], a[1], b[0], b[1]), ...[a, b].map((p) =>
        upright ? line(p[0] - cap, p[1], p[0] + cap, p[1]) : line(p[0], p[1] - cap, p[0], p[1] + cap))],
    };
  });

  const number = (value) => value === null || value === undefined || Number.isNaN(+value) ? '–'
    : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 || +value === 0 ? String(+(+value).toPrecision(5)) : (+value).toExponential(3);
  const estimate = (mean, low, high) => number(mean) + (low == null || Number.isNaN(+low) ? '' : ` <small>[${number(low)}, ${number(high)}]</small>`);

  const tooltips = {
    line: (items, rows, label) => `${encode(label)} ${number(items[0].axisValue)}` + items.filter((i) => i.seriesType === 'line').map((i) =>
      `<br>${i.marker}${encode(i.seriesName)}&ensp;<b>${estimate(i.data[1], i.data[2], i.data[3])}</b>`).join(''),
    bar: (items) => encode(String(items[0].axisValueLabel)) + items.filter((i) => i.seriesType === 'bar').map((i) =>
      `<br>${i.marker}${encode(i.seriesName)}&ensp;<b>${estimate(i.data[1], i.data[2], i.data[3])}</b>`).join(''),
    heat: (item, rows, label, columns) => `${encode(String(rows[item.data[1]]))}<br>${encode(label)} ${encode(String(columns[item.data[0]]))}<br><b>${number(item.data[2])}</b>`,
    effect: (item, rows) => `${encode(String(rows[item.data[1]]))}<br><b>${estimate(item.data[0], item.data[2], item.data[3])}</b><br>${encode(item.seriesName)}`,
  };

  function colored(spec, theme, width) {
    const option = JSON.parse(JSON.stringify(spec.option));
    const color = (tone) => tone.startsWith('series-') ? theme.series[+tone.slice(7)] : theme[tone];
    for (const series of option.series) {
      series.color = color(series.tone);
      series.itemStyle = { color: series.color };
      if (series.symbol === 'emptyCircle') {
        series.symbol = 'circle';
        series.itemStyle = { color: theme.background, borderColor: series.color, borderWidth: 2 };
      }
      if (series.type === 'line') series.emphasis = { focus: 'series' };
      if (series.markLine) series.markLine.lineStyle = { color: theme.text, width: 1, type: 'solid' };
      delete series.tone;
    }
    for (const axis of [option.xAxis, option.yAxis]) {
      axis.axisLine = { show: axis.type === 'category' || axis === option.xAxis, lineStyle: { color: theme.muted } };
      axis.axisLabel = { color: theme.muted, hideOverlap: true, ...axis.axisLabel };
      if (axis.type === 'log') axis.axisLabel.formatter = number;
      axis.nameTextStyle = { color: theme.muted };
      axis.splitLine = { show: axis.type !== 'category' && (spec.kind === 'effect') === (axis === option.xAxis), lineStyle: { color: theme.line } };
    }
    if (spec.kind === 'effect') {
      option.yAxis.axisLabel.width = Math.min(240, width * 0.36);
      option.yAxis.axisLabel.color = theme.text;
      option.yAxis.axisLine.show = false;
    }
    if (spec.kind === 'bar') option.xAxis.axisLabel.width = Math.max(40, (width - 60) / option.xAxis.data.length - 8);
    if (spec.kind === 'heat') {
      option.yAxis.axisLabel = { ...option.yAxis.axisLabel, width: Math.min(200, width * 0.3), overflow: 'truncate', color: theme.text };
      option.xAxis.splitLine.show = option.yAxis.splitLine.show = false;
      option.visualMap.inRange = { color: [theme.line, theme.series[0], theme.series[4], theme.series[1]] };
      option.visualMap.textStyle = { color: theme.muted };
    }
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    option.tooltip = {
      ...option.tooltip, backgroundColor: theme.background, borderColor: theme.line, textStyle: { color: theme.text, fontSize: 13 },
      formatter: (items) => tooltips[spec.kind](items, option.yAxis.data, option.xAxis.name || '', option.xAxis.data),
    };
    return option;
  }

  const figures = [...document.querySelectorAll('figure[data-chart]')].map((figure) => {
    const spec = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const box = figure.querySelector('.chart');
    figure.classList.add('drawn');
    box.style.height = spec.height + 'px';
    const entry = { box, spec, chart: null, hidden: new Set() };
    for (const button of figure.querySelectorAll('.legend button')) {
      const name = spec.legend[+button.dataset.entry];
      button.addEventListener('click', () => {
        const hide = !entry.hidden.has(name);
        entry.hidden[hide ? 'add' : 'delete'](name);
        button.setAttribute('aria-pressed', String(!hide));
        entry.chart.dispatchAction({ type: hide ? 'legendUnSelect' : 'legendSelect', name });
      });
      button.addEventListener('mouseenter', () => entry.chart.dispatchAction({ type: 'highlight', seriesName: name }));
      button.addEventListener('mouseleave', () => entry.chart.dispatchAction({ type: 'downplay', seriesName: name }));
    }
    return entry;
  });

  function draw(theme, width) {
    for (const entry of figures) {
      if (entry.chart) entry.chart.dispose();
      entry.chart = echarts.init(entry.box, null, { renderer: 'svg', width });
      entry.chart.setOption(colored(entry.spec, theme, width || entry.box.clientWidth));
      for (const name of entry.hidden) entry.chart.dispatchAction({ type: 'legendUnSelect', name });
    }
  }

  const redraw = () => draw(dark.matches ? themes.dark : themes.light);
  redraw();
  dark.addEventListener('change', redraw);
  let pending = 0, last = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === last) return;
    last = innerWidth;
    clearTimeout(pending);
    pending = setTimeout(redraw, 120);
  });

  // Paper is white, narrower than the window, and nobody can open a fold on it.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const fold of opened) fold.open = true;
    draw(themes.light, 640);
  });
  addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false;
    redraw();
  });
})();
