# Bare processes.
defmodule ProcessRows do
  import Peer, only: [time: 1, repeated: 2]

  def rows do
    [
      {"spawn + exit", 100_000, &spawns/1},
      {"ring hop", 500_000, &ring/1}
    ]
  end

  defp spawns(count) do
    time(fn ->
      repeated(count, fn ->
        {_, monitor} = spawn_monitor(fn -> :ok end)

        receive do
          {:DOWN, ^monitor, _, _, _} -> :ok
        end
      end)
    end)
  end

  # A thousand processes pass one message round.
  defp ring(count) do
    laps = div(count, 1000)

    last =
      Enum.reduce(1..999, self(), fn _, next -> spawn(fn -> forward(next) end) end)

    time(fn ->
      repeated(laps, fn ->
        send(last, :token)

        receive do
          :token -> :ok
        end
      end)
    end)
  end

  defp forward(next) do
    receive do
      message -> send(next, message)
    end

    forward(next)
  end
end
