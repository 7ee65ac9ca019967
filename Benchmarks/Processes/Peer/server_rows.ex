# Messages to servers, and their beginning and end.
defmodule ServerRows do
  import Peer, only: [time: 1, repeated: 2]

  def rows do
    [
      {"call", 300_000, &call/1},
      {"call, 8 clients", 400_000, &clients/1},
      {"cast", 1_000_000, &cast/1},
      {"start + stop", 50_000, &starts/1}
    ]
  end

  defp call(count) do
    {:ok, server} = GenServer.start(Counter, 0)
    result = time(fn -> repeated(count, fn -> GenServer.call(server, :next) end) end)
    GenServer.stop(server)
    result
  end

  defp clients(count) do
    {:ok, server} = GenServer.start(Counter, 0)
    share = div(count, 8)

    result =
      time(fn ->
        1..8
        |> Enum.map(fn _ ->
          spawn_monitor(fn -> repeated(share, fn -> GenServer.call(server, :next) end) end)
        end)
        |> Enum.each(fn {_, monitor} ->
          receive do
            {:DOWN, ^monitor, _, _, _} -> :ok
          end
        end)
      end)

    GenServer.stop(server)
    result
  end

  # Until the last one is handled.
  defp cast(count) do
    {:ok, server} = GenServer.start(Counter, 0)

    result =
      time(fn ->
        repeated(count, fn -> GenServer.cast(server, :add) end)
        GenServer.call(server, :next, :infinity)
      end)

    GenServer.stop(server)
    result
  end

  defp starts(count) do
    time(fn ->
      repeated(count, fn ->
        {:ok, server} = GenServer.start(Counter, 0)
        GenServer.stop(server)
      end)
    end)
  end
end
