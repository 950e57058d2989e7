/* global document, getComputedStyle, matchMedia, ResizeObserver, uPlot */
// Draws what stands in #plots: a timeline of each cluster and the plots of each tunnel, in the colours of the style sheet.
(() => {
  const plots = JSON.parse(document.getElementById("plots").textContent);
  const drawn = [];
  const colour = (name) => () => getComputedStyle(document.documentElement).getPropertyValue(name);

  const axis = (more) => ({
    stroke: colour("--quiet"),
    grid: { stroke: colour("--faint"), width: 1 },
    ticks: { stroke: colour("--faint"), width: 1 },
    ...more,
  });
  // The tables' clock: UTC.
  const iso = (seconds) => new Date(seconds * 1000).toISOString();
  const timeAxis = () =>
    axis({
      space: 60,
      values: (_, splits) =>
        splits.map((at) => (at % 86400 === 0 ? iso(at).slice(5, 10) : iso(at).slice(11, 16))),
    });
  const clock = {
    label: "time",
    value: (_, at) => (at === null ? "-" : iso(at).replace(/:\d\d\.000Z/, "Z")),
  };
  const time = (from, until) => ({ x: { time: true, range: () => [from, until] } });
  const number = (unit) => (_, value) => (value === null ? "-" : `${value} ${unit}`);
  const series = (label, name, unit, more) => ({
    label,
    stroke: colour(name),
    width: 1.5,
    points: { show: false },
    value: number(unit),
    ...more,
  });

  function draw(place, options, data) {
    const width = () => Math.max(200, place.clientWidth);
    const tzDate = (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC");
    const plot = new uPlot({ width: width(), tzDate, ...options }, data, place);
    new ResizeObserver(() => plot.setSize({ width: width(), height: options.height })).observe(
      place,
    );
    drawn.push(plot);
  }

  // From zero on: a line that shakes by a tenth must not look like one that breaks.
  const fromZero = (least) => ({
    range: (_, low, high) => [0, Math.max(least, (high || 0) * 1.1)],
  });

  function drawTunnel(place, { from, until }, pair) {
    const common = {
      cursor: { sync: { key: "tunnels" } },
      axes: [timeAxis(), axis({ size: 60, space: 30 })],
    };
    const panel = (title, height, least, data, lines) =>
      draw(
        place,
        {
          ...common,
          title,
          height,
          scales: { ...time(from, until), y: fromZero(least) },
          series: [clock, ...lines],
        },
        [pair.at, ...data],
      );
    panel(
      "round trip, ms",
      200,
      1,
      [pair.p50, pair.p99],
      [series("p50", "--line", "ms"), series("p99", "--other", "ms")],
    );
    panel("loss, %", 120, 5, [pair.lossPercent], [series("loss", "--fail", "%")]);
    panel(
      "age of the handshake, s",
      120,
      200,
      [pair.handshakeSeconds],
      [series("handshake", "--near", "s")],
    );
  }

  function drawTimeline(place, { from, until, events }) {
    const nodes = [...new Set(events.map(({ node }) => node))].sort();
    const height = (node, fails) => (nodes.length - nodes.indexOf(node)) * 2 - (fails ? 0 : 0.5);
    const at = events.map((event) => event.at);
    const dots = (label, name, fails) => ({
      ...series(label, name, ""),
      paths: () => null,
      points: { show: true, size: 8, stroke: colour(name), fill: colour(name) },
      value: (_, value) => (value === null ? "-" : "here"),
      data: events.map((event) => (event.fails === fails ? height(event.node, fails) : null)),
    });
    const lines = [dots("failure", "--fail", true), dots("near", "--near", false)];
    const names = axis({
      size: 90,
      splits: () => nodes.map((node) => height(node, true)),
      values: () => nodes,
    });
    draw(
      place,
      {
        height: 110 + 36 * nodes.length,
        scales: { ...time(from, until), y: { range: () => [0.5, nodes.length * 2 + 1] } },
        axes: [timeAxis(), names],
        series: [clock, ...lines],
      },
      [at, ...lines.map(({ data }) => data)],
    );
  }

  for (const cluster of document.querySelectorAll("main")) {
    const data = plots[Number(cluster.dataset.cluster)];
    const timeline = cluster.querySelector(".timeline");
    if (timeline) drawTimeline(timeline, data);
    for (const tunnel of cluster.querySelectorAll("details[data-pair]")) {
      const place = document.createElement("div");
      tunnel.append(place);
      const drawOnce = () => {
        if (tunnel.open && !place.hasChildNodes()) {
          drawTunnel(place, data, data.series[Number(tunnel.dataset.pair)]);
        }
      };
      tunnel.addEventListener("toggle", drawOnce);
      drawOnce();
    }
  }

  for (const query of ["print", "(prefers-color-scheme: dark)"]) {
    matchMedia(query).addEventListener("change", () => drawn.forEach((plot) => plot.redraw()));
  }
})();
