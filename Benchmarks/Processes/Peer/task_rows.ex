# Tasks.

defmodule TaskRows do
  def rows do
    [
      {"task start + await", 100_000, &awaits/1},
      {"concurrentResults", 100_000, &results/1}
    ]
  end

  defp awaits(count) do
    Peer.time(fn -> Peer.repeated(count, fn -> Task.await(Task.async(fn -> count end)) end) end)
  end

  defp results(count) do
    Peer.time(fn ->
      sum =
        0..(count - 1)
        |> Task.async_stream(fn number -> number end)
        |> Enum.reduce(0, fn {:ok, number}, sum -> sum + number end)

      ^sum = div(count * (count - 1), 2)
    end)
  end
end
